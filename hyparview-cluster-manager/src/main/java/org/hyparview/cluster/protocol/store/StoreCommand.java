package org.hyparview.cluster.protocol.store;

/** What a batch is made of. */
public sealed interface StoreCommand {

  /**
   * A session asks for something. Requests are done in the order of their numbers, each once
   * however often it comes.
   *
   * @param session what {@link OpenSession} gave
   * @param acknowledgedUpTo all results up to this number may be forgotten
   * @param number which request of the session, from 1 on
   */
  record Request(long session, long acknowledgedUpTo, long number, StoreOp op)
      implements StoreCommand {}

  /**
   * A node wants a session. Gives its id, which is never given again. Asking again with the same
   * number gives the same session; a higher number ends the session that the node had.
   *
   * @param number which session of the node this is, from 1 on
   */
  record OpenSession(String node, long number) implements StoreCommand {}

  /** A node is gone: its session ends, and its locks are released. Gives whether it had one. */
  record ExpireNode(String node) implements StoreCommand {}
}
