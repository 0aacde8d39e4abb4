package org.hyparview.protocol.plumtree;

import org.hyparview.protocol.machine.Output;

/**
 * A piece of output that the broadcast machine asks of its host. Each kind says what the host must
 * do.
 */
public sealed interface PlumtreeAction extends Output<PlumtreeAction.Host> {

  /** A host of the machine, or of one that contains it. */
  interface Host {

    /** Do this. */
    void onAction(PlumtreeAction action);
  }

  @Override
  default void passTo(Host host) {
    host.onAction(this);
  }

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onSend(Send action);
  }

  /** Send a message on a neighbor's link. If the link can't take it, that link is lost. */
  record Send(long link, PlumtreeMessage message) implements PlumtreeAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSend(this);
    }
  }
}
