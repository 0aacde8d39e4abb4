package org.hyparview.cluster.raft;

/** The one thread that a replica belongs to, and its time. */
public interface Scheduler {

  /** Runs a task later, after those that wait already. */
  void execute(Runnable task);

  /** Runs a task after so many milliseconds, 0 or more. */
  void schedule(Runnable task, long millis);

  /** Nanoseconds that never go backwards. */
  long nanos();
}
