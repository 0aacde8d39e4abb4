package org.hyparview.protocol.plumtree;

import org.hyparview.protocol.machine.Output;

/**
 * A piece of output that the broadcast machine asks of its host. Each kind specifies what the host
 * must do.
 */
public sealed interface PlumtreeAction extends Output<PlumtreeAction.Host> {

  /** A host of the machine, or of one that contains it. */
  interface Host {

    /** Executes the action. */
    void onAction(PlumtreeAction action);
  }

  @Override
  default void passTo(Host host) {
    host.onAction(this);
  }

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** The handler of all kinds: one method per kind, so that the compiler finds a forgotten one. */
  interface Handler {
    void onSend(Send action);
  }

  /**
   * A request to send a message on a neighbor's link. If the link can't take it, the link is lost.
   */
  record Send(long link, PlumtreeMessage message) implements PlumtreeAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSend(this);
    }
  }
}
