/** A user's program as a module. */
module org.example.app {
  requires io.vertx.core;
  requires org.hyparview.cluster;

  provides org.hyparview.cluster.ContactSource with
      org.example.app.NoContacts;
}
