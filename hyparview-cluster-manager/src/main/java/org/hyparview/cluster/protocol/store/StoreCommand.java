package org.hyparview.cluster.protocol.store;

import org.hyparview.cluster.protocol.data.ProtocolVersion;

/** A command in a batch. */
public sealed interface StoreCommand {

  /** Calls the handler's method for this kind, and returns its result. */
  <R> R dispatch(Handler<R> handler);

  /**
   * Returns the version of the protocol that has introduced this kind of command, and what it
   * contains. All replicas must know a command that is in the log.
   */
  default int since() {
    return ProtocolVersion.FIRST;
  }

  /**
   * Returns whether a node may ask for this command.
   *
   * @param sessions the store that has the sessions
   */
  boolean isAllowedTo(String node, Store sessions);

  /**
   * The handler of commands, with one method per kind, so that a forgotten kind doesn't compile.
   *
   * @param <R> the result for a command
   */
  interface Handler<R> {
    R onRequest(Request command);

    R onOpenSession(OpenSession command);

    R onExpireNode(ExpireNode command);
  }

  /**
   * A request of a session. Requests are applied in the order of their numbers, each once however
   * often it arrives.
   *
   * @param session the result of {@link OpenSession}
   * @param acknowledgedUpTo all results up to this number may be dropped
   * @param number of the request in the session, from 1 on
   */
  record Request(long session, long acknowledgedUpTo, long number, StoreOp op)
      implements StoreCommand {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onRequest(this);
    }

    @Override
    public int since() {
      return op.since();
    }

    /** Only to the node of the session: several groups may have issued one id before they met. */
    @Override
    public boolean isAllowedTo(String node, Store sessions) {
      return node.equals(sessions.nodeOf(session));
    }
  }

  /**
   * Opens a session for a node. Returns its id, which is never used again. The same number returns
   * the same session again; a higher number ends the node's former session.
   *
   * @param number of the session of the node, from 1 on
   */
  record OpenSession(String node, long number) implements StoreCommand {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onOpenSession(this);
    }

    @Override
    public boolean isAllowedTo(String asking, Store sessions) {
      return asking.equals(node);
    }
  }

  /**
   * Expires a dead node: its session ends, and its locks are released. Returns whether it had a
   * session.
   */
  record ExpireNode(String node) implements StoreCommand {
    @Override
    public <R> R dispatch(Handler<R> handler) {
      return handler.onExpireNode(this);
    }

    /** The leader alone decides it. */
    @Override
    public boolean isAllowedTo(String asking, Store sessions) {
      return false;
    }
  }
}
