package org.hyparview.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * The time that a piece of work takes on the calling thread.
 *
 * @param wall seconds on the clock
 * @param cpu seconds in which this thread had a processor; less than {@code wall} where others had
 *     it meanwhile, or the garbage collector stopped the thread
 * @param collecting seconds in which the garbage collector stopped all threads
 */
record Stopwatch(double wall, double cpu, double collecting) {

  /** The state of all clocks, as time since some moment. */
  static Stopwatch now() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      millis += collector.getCollectionTime();
    }
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    return new Stopwatch(System.nanoTime() * 1e-9, cpu * 1e-9, millis * 1e-3);
  }

  /** What has passed since then. */
  static Stopwatch since(Stopwatch begin) {
    Stopwatch end = now();
    return new Stopwatch(
        end.wall - begin.wall, end.cpu - begin.cpu, end.collecting - begin.collecting);
  }

  Stopwatch plus(Stopwatch other) {
    return new Stopwatch(wall + other.wall, cpu + other.cpu, collecting + other.collecting);
  }
}
