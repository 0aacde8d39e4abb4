package org.hyparview.simulation.net;

/**
 * A hash over all inputs of the hosts, in order: kind, link and time. Two runs with the same hash
 * took the same course, and the same seed gives the same hash on every JVM.
 */
final class Trace {

  private long hash = 17;

  /** Adds a message by its kind, whose class name is the same on every JVM. */
  void add(long time, long link, Object message) {
    add(time, link, message.getClass().getName().hashCode());
  }

  void add(long time, long link, int kind) {
    hash = 31 * hash + (31 * time + link) * 31 + kind;
  }

  long hash() {
    return hash;
  }
}
