/** The counters of nodes as meters of Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // So is Micrometer.
module org.hyparview.micrometer {
  requires transitive io.vertx.core;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;

  exports org.hyparview.micrometer;
}
