package org.hyparview.cluster.protocol.registry;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The leads of the neighbors' wall clocks over this node's. The middle one of all, including this
 * node's, is right as long as most are: neither a neighbor that lies nor a wrong clock of this
 * node's own decides. Of an even number the later one of the two in the middle counts, since a
 * clock that has lost its battery is late.
 */
final class NeighborClocks {

  private final Map<Long, Long> leads = new LinkedHashMap<>();

  /** Notes that the neighbor on a link is this many milliseconds ahead, or behind if negative. */
  void observe(long link, long lead) {
    leads.put(link, lead);
  }

  void forget(long link) {
    leads.remove(link);
  }

  /** Returns how far the middle clock is ahead of this node's, in milliseconds. */
  long middle() {
    long[] all = new long[leads.size() + 1];
    int count = 1;
    for (long lead : leads.values()) {
      all[count++] = lead;
    }
    Arrays.sort(all);
    return all[all.length / 2];
  }
}
