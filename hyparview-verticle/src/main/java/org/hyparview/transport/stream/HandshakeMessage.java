package org.hyparview.transport.stream;

import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.CloseReason;

/** The first thing that each end of a connection says. */
sealed interface HandshakeMessage {

  /** Calls the method for this kind of greeting. */
  void dispatch(Handler handler);

  /** The handler of each kind of message. */
  interface Handler {

    void hello(Hello hello);

    void inspectorHello(InspectorHello hello);

    void inspected(Inspected answer);

    void otherVersions(OtherVersions other);

    void refused(Refused refused);
  }

  /** The identity of the other end, which speaks a version that this end speaks. */
  record Hello(String clusterName, Peer peer) implements HandshakeMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.hello(this);
    }
  }

  /**
   * The other end wants to inspect this node, without becoming a peer of it.
   *
   * @param min the lowest version of inspection that it speaks
   * @param max the highest version of inspection that it speaks
   * @param clusterName the cluster that it looks for
   */
  record InspectorHello(int min, int max, String clusterName) implements HandshakeMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.inspectorHello(this);
    }
  }

  /**
   * The other end, a node, lets this inspector in.
   *
   * @param version the version of inspection that both ends speak
   */
  record Inspected(int version, Peer peer) implements HandshakeMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.inspected(this);
    }
  }

  /** The other end speaks no version that this end speaks; what else it said isn't known. */
  record OtherVersions(int min, int max) implements HandshakeMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.otherVersions(this);
    }
  }

  /** The other end does not want the link. */
  record Refused(CloseReason reason) implements HandshakeMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.refused(this);
    }
  }
}
