package org.hyparview.cluster.protocol.store;

/** What a batch is made of. */
public sealed interface StoreCommand {

  /** Calls the handler's method for this kind, and gives what that gives. */
  <R> R dispatch(Handler<R> handler);

  /**
   * One method a kind, so that the compiler finds the kind that was forgotten.
   *
   * @param <R> what is made of a command
   */
  interface Handler<R> {
    R onRequest(Request command);

    R onOpenSession(OpenSession command);

    R onExpireNode(ExpireNode command);
  }

  /**
   * A session asks for something. Requests are done in the order of their numbers, each once
   * however often it comes.
   *
   * @param session what {@link OpenSession} gave
   * @param acknowledgedUpTo all results up to this number may be forgotten
   * @param number which request of the session, from 1 on
   */
  record Request(long session, long acknowledgedUpTo, long number, StoreOp op)
      implements StoreCommand {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onRequest(this);
    }
  }

  /**
   * A node wants a session. Gives its id, which is never given again. Asking again with the same
   * number gives the same session; a higher number ends the session that the node had.
   *
   * @param number which session of the node this is, from 1 on
   */
  record OpenSession(String node, long number) implements StoreCommand {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onOpenSession(this);
    }
  }

  /** A node is gone: its session ends, and its locks are released. Gives whether it had one. */
  record ExpireNode(String node) implements StoreCommand {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onExpireNode(this);
    }
  }
}
