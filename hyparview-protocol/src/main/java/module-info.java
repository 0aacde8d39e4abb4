/**
 * The membership and broadcast protocols as pure state machines. Requires only the JDK: the host of
 * a machine provides links, time and randomness.
 */
module org.hyparview.protocol {
  requires static transitive org.jspecify;

  exports org.hyparview.protocol.hyparview;
  exports org.hyparview.protocol.machine;
  exports org.hyparview.protocol.overlay;
  exports org.hyparview.protocol.peer;
  exports org.hyparview.protocol.plumtree;
}
