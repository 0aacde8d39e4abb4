package org.hyparview.benchmarks;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use. */
final class Heap {

  private Heap() {}

  /** The bytes that are left after a full collection. */
  static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
