package org.hyparview.broadcast.contract;

/** A node in a process of its own, to be killed and frozen. */
public interface RemoteNode extends AutoCloseable {

  /** The id by which others know it; waits until that is known here. */
  String id() throws Exception;

  /** As kill -9. */
  void kill() throws Exception;

  /** As Ctrl-Z: the process holds its sockets and does nothing. */
  void freeze() throws Exception;

  /** Kills the process, and waits until it has ended. */
  @Override
  void close();
}
