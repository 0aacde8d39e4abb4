package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/** What the membership machine asks of its host. Each kind says what the host must do. */
public sealed interface HyParViewAction {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onConnect(Connect action);

    void onCancel(Cancel action);

    void onSend(Send action);

    void onSendDirect(SendDirect action);

    void onClose(Close action);

    void onPeerUp(PeerUp action);

    void onPeerDown(PeerDown action);

    void onIsolated(Isolated action);

    void onSelfChanged(SelfChanged action);
  }

  /**
   * Open a link of its own to an address, and report {@link HyParView#connected} or
   * {@link HyParView#connectFailed} with the same request number, exactly once, unless cancelled
   * before.
   *
   * @param expected the node that must answer there, or null if any may; another one is a failure
   */
  record Connect(
      long request, PeerAddress address, @Nullable PeerId expected) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onConnect(this);
    }
  }

  /** Give up a {@link Connect} and report nothing of it; if its link opens after all, close it. */
  record Cancel(long request) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onCancel(this);
    }
  }

  /** Send a message on an open link. If the link can't take it, that link is lost. */
  record Send(long link, HyParViewMessage message) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSend(this);
    }
  }

  /**
   * Send one message to a node that need not be a neighbour, over a temporary link. If that fails,
   * drop the message.
   *
   * @param expected the node that must answer there, or null if any may
   */
  record SendDirect(PeerAddress to, @Nullable PeerId expected, HyParViewMessage message)
      implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSendDirect(this);
    }
  }

  /** Close a link after what was sent on it has left; its loss is not to be reported. */
  record Close(long link) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onClose(this);
    }
  }

  /** The peer is in the active view and its link is usable. Supervise the link from now on. */
  record PeerUp(Peer peer, long link) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onPeerUp(this);
    }
  }

  /** The peer is no longer in the active view. The link is closed by an action of its own. */
  record PeerDown(Peer peer, long link, DownReason reason) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onPeerDown(this);
    }
  }

  /**
   * No neighbour, no candidate to ask now, and no contact let this node in; the machine goes on
   * trying. Said once until there is a neighbour again.
   */
  record Isolated() implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onIsolated(this);
    }
  }

  /**
   * The overlay knew of a later life of this node, so the machine has raised its own incarnation.
   * Name this node so in all further links. If it happens again and again, two nodes have one id.
   */
  record SelfChanged(Peer self) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSelfChanged(this);
    }
  }

  /** Why a peer left the active view. */
  enum DownReason {
    /** Its link was lost. */
    FAILED,
    /** One of the two had to make room for another neighbour. */
    EVICTED,
    /** It left the overlay, or this node does. */
    LEFT,
    /** A newer link to the same node replaces this one. */
    SUPERSEDED
  }

  /** Why a link could not be opened. */
  enum ConnectFailure {
    /** Refused, timed out, reset, or not willing to talk to us. */
    UNREACHABLE,
    /** Another node than the expected one answered. */
    WRONG_PEER,
    /** The address is our own. */
    SELF
  }
}
