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

  long millis() {
    return TimeUnit.NANOSECONDS.toMillis(scheduler.nanos());
  }
}
