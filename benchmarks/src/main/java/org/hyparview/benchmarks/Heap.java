package org.hyparview.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.stream.Stream;

/** The part of the heap that is in use. */
public final class Heap {

  private Heap() {}

  /** The bytes that are left after a full collection. */
  public static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Forgets the peak. */
  static void resetPeak() {
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** The most bytes that were in use, garbage included; the pools' peaks, added up. */
  static long peak() {
    return pools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  private static Stream<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP);
  }
}
