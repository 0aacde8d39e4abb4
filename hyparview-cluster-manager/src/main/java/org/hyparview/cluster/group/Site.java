package org.hyparview.cluster.group;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.raft.Scheduler;

/** What all parts of a node's shared data have in common. */
record Site(
    Directory directory,
    Courier courier,
    GroupPort port,
    GroupConfig config,
    Scheduler scheduler,
    RandomGenerator random) {

  /** Takes messages to nodes, this one included, where they arrive later. They may be lost. */
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

  /** When so many milliseconds from now have passed, or Long.MAX_VALUE if that is too far away. */
  long deadline(long millis) {
    long now = millis();
    return millis > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + millis;
  }

  long millis() {
    return TimeUnit.NANOSECONDS.toMillis(scheduler.nanos());
  }
}
