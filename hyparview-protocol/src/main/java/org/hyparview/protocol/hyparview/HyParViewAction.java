package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A piece of input or output that the membership machine asks of its host. Each kind says what the
 * host must do.
 */
public sealed interface HyParViewAction extends Output<HyParViewAction.Host> {

  /** A host of the machine, or of one that contains it. */
  interface Host {

    /** Do this. */
    void onAction(HyParViewAction action);
  }

  @Override
  default void passTo(Host host) {
    host.onAction(this);
  }

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onConnect(Connect action);

    void onCancel(Cancel action);

    void onSend(Send action);

    void onSendDirect(SendDirect action);

    void onClose(Close action);
  }

  /**
   * Open a link of its own to an address, and report {@link HyParView#connected} or
   * {@link HyParView#connectFailed} with the same request number, exactly once, unless canceled
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
   * Send one message to a node that need not be a neighbor, over a temporary link. If that fails,
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
