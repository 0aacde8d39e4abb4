package org.hyparview.cluster.group;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.raft.Scheduler;

/** The context that all parts of a node's shared data have in common. */
record GroupContext(
    Directory directory,
    Courier courier,
    GroupPort port,
    GroupConfig config,
    Scheduler scheduler,
    RandomGenerator random,
    VersionGate gate,
    OutdatedReplicas outdated) {

  /**
   * The sender of messages to nodes, this one included. It delivers them later; they may be lost.
   */
  @FunctionalInterface
  interface Courier {
    void send(String node, GroupMessage message);
  }

  void send(String node, GroupMessage message) {
    courier.send(node, message);
  }

  long nanos() {
    return scheduler.nanos();
  }

  /**
   * Returns the moment this many milliseconds from now, or Long.MAX_VALUE if that is too far away.
   */
  long deadline(long millis) {
    long now = millis();
    return millis > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + millis;
  }

  long millis() {
    return TimeUnit.NANOSECONDS.toMillis(scheduler.nanos());
  }
}
