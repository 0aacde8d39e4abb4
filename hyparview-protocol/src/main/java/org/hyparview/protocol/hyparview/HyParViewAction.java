package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A piece of input or output that the membership machine asks of its host. Each kind specifies what
 * the host must do.
 */
public sealed interface HyParViewAction extends Output<HyParViewAction.Host> {

  /** A host of the machine, or of one that contains it. */
  interface Host {

    /** Executes the action. */
    void onAction(HyParViewAction action);
  }

  @Override
  default void passTo(Host host) {
    host.onAction(this);
  }

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** The handler of all kinds: one method per kind, so that the compiler finds a forgotten one. */
  interface Handler {
    void onConnect(Connect action);

    void onCancel(Cancel action);

    void onSend(Send action);

    void onSendDirect(SendDirect action);

    void onClose(Close action);
  }

  /**
   * A request to open a separate link to an address, and to report {@link HyParView#connected} or
   * {@link HyParView#connectFailed} with the same request number, exactly once, unless canceled
   * before.
   *
   * @param expected the node that must answer there, or null for any; a different one is a failure
   */
  record Connect(
      long request, PeerAddress address, @Nullable PeerId expected) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onConnect(this);
    }
  }

  /**
   * A request to give up a {@link Connect} without a report; if its link opens after all, close it.
   */
  record Cancel(long request) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onCancel(this);
    }
  }

  /** A request to send a message on an open link. If the link can't take it, the link is lost. */
  record Send(long link, HyParViewMessage message) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSend(this);
    }
  }

  /**
   * A request to send one message to a node that need not be a neighbor, over a temporary link. If
   * that fails, drop the message.
   *
   * @param expected the node that must answer there, or null for any
   */
  record SendDirect(PeerAddress to, @Nullable PeerId expected, HyParViewMessage message)
      implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSendDirect(this);
    }
  }

  /** A request to close a link after all sent messages have left; its loss must not be reported. */
  record Close(long link) implements HyParViewAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onClose(this);
    }
  }

  /** The reason for which a link could not be opened. */
  enum ConnectFailure {
    /** The dial was refused, timed out or was reset, or the peer refused the handshake. */
    UNREACHABLE,
    /** Another node than the expected one answered. */
    WRONG_PEER,
    /** The address is our own. */
    SELF
  }
}
