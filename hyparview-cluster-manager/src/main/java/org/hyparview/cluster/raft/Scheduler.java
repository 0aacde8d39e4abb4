package org.hyparview.cluster.raft;

/** The one thread that a replica belongs to, and its clock. */
public interface Scheduler {

  /** Runs a task later, after those that wait already. */
  void execute(Runnable task);

  /** Runs a task after a delay of 0 or more milliseconds. */
  void schedule(Runnable task, long millis);

  /** Returns nanoseconds that never go backwards. */
  long nanos();
}
