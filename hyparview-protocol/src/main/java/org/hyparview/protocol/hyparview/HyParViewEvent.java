package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;

/**
 * An event of the membership machine: a change of its views or of its own identity or situation.
 */
public sealed interface HyParViewEvent extends Output<HyParViewEvent.Host> {

  /** A host of the machine, or of one that contains it. */
  interface Host {

    /** Handles the event. */
    void onEvent(HyParViewEvent event);
  }

  @Override
  default void passTo(Host host) {
    host.onEvent(this);
  }

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** The handler of all kinds: one method per kind, so that the compiler finds a forgotten one. */
  interface Handler {
    void onPeerUp(PeerUp event);

    void onPeerDown(PeerDown event);

    void onIsolated(Isolated event);

    void onSelfChanged(SelfChanged event);
  }

  /**
   * The arrival of a peer in the active view, with a usable link. Supervise the link from now on.
   */
  record PeerUp(Peer peer, long link) implements HyParViewEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onPeerUp(this);
    }
  }

  /** The removal of a peer from the active view. A separate action closes the link. */
  record PeerDown(Peer peer, long link, DownReason reason) implements HyParViewEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onPeerDown(this);
    }
  }

  /**
   * The isolation of this node: it has no neighbor and no candidate to ask now, and no contact is
   * reachable or accepts it. The machine keeps trying. Reported once until there is a neighbor
   * again.
   */
  record Isolated() implements HyParViewEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onIsolated(this);
    }
  }

  /**
   * The raised incarnation of this node, because the overlay knew a later one. Use it to name this
   * node in all further links. If this happens repeatedly, two nodes have the same id.
   */
  record SelfChanged(Peer self) implements HyParViewEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onSelfChanged(this);
    }
  }

  /** The reason for which a peer left the active view. */
  enum DownReason {
    /** Its link was lost. */
    FAILED,
    /** One of the two made room for another neighbor. */
    EVICTED,
    /** The peer left the overlay, or this node does. */
    LEFT,
    /** A newer link to the same node replaces this one. */
    SUPERSEDED
  }
}
