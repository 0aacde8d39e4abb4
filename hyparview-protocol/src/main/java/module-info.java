/**
 * The membership and broadcast protocols as pure state machines. Needs nothing but the JDK: whoever
 * drives a machine brings links, time and chance.
 */
module org.hyparview.protocol {
  requires static transitive org.jspecify;

  exports org.hyparview.protocol.hyparview;
  exports org.hyparview.protocol.machine;
  exports org.hyparview.protocol.overlay;
  exports org.hyparview.protocol.peer;
  exports org.hyparview.protocol.plumtree;
}
