/** A page that shows a running cluster. */
module org.hyparview.dashboard {
  requires transitive io.vertx.core;
  requires transitive org.hyparview;
  requires io.netty.common;
  requires io.vertx.core.logging;
  requires io.vertx.web;
  requires static transitive org.jspecify;

  exports org.hyparview.dashboard;
}
