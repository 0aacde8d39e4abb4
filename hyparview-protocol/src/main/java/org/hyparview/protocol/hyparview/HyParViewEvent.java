package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;

/** An event of the membership machine: a change of its views, or of what it knows of itself. */
public sealed interface HyParViewEvent extends Output<HyParViewEvent.Host> {

  /** A host of the machine, or of one that contains it. */
  interface Host {

    /** This has happened. */
    void onEvent(HyParViewEvent event);
  }

  @Override
  default void passTo(Host host) {
    host.onEvent(this);
  }

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onPeerUp(PeerUp event);

    void onPeerDown(PeerDown event);

    void onIsolated(Isolated event);

    void onSelfChanged(SelfChanged event);
  }

  /** The peer is in the active view and its link is usable. Supervise the link from now on. */
  record PeerUp(Peer peer, long link) implements HyParViewEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onPeerUp(this);
    }
  }

  /** The peer is no longer in the active view. The link is closed by an action of its own. */
  record PeerDown(Peer peer, long link, DownReason reason) implements HyParViewEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onPeerDown(this);
    }
  }

  /**
   * No neighbor, no candidate to ask now, and no contact let this node in; the machine goes on
   * trying. Said once until there is a neighbor again.
   */
  record Isolated() implements HyParViewEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onIsolated(this);
    }
  }

  /**
   * The overlay knew of a later life of this node, so the machine has raised its own incarnation.
   * Name this node so in all further links. If it happens again and again, two nodes have one id.
   */
  record SelfChanged(Peer self) implements HyParViewEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onSelfChanged(this);
    }
  }

  /** Why a peer left the active view. */
  enum DownReason {
    /** Its link was lost. */
    FAILED,
    /** One of the two had to make room for another neighbor. */
    EVICTED,
    /** It left the overlay, or this node does. */
    LEFT,
    /** A newer link to the same node replaces this one. */
    SUPERSEDED
  }
}
