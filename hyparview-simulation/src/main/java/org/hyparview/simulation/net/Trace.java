package org.hyparview.simulation.net;

/**
 * A hash over all that the hosts got, in order: what kind, on which link, when. Two runs with the
 * same hash went the same way, and the same seed gives the same hash on every JVM.
 */
final class Trace {

  private long hash = 17;

  /** A message; its kind is what counts, which its class's name tells on every JVM alike. */
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
