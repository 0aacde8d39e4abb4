package org.hyparview.cluster.protocol.store;

import java.util.Comparator;
import java.util.TreeSet;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/** The expiry times of map entries, soonest first. */
final class Expiries {

  record Expiry(long at, String map, Bytes key) {}

  private final TreeSet<Expiry> expiries = new TreeSet<>(
      Comparator.comparingLong(Expiry::at).thenComparing(Expiry::map).thenComparing(Expiry::key));

  void add(long at, String map, Bytes key) {
    expiries.add(new Expiry(at, map, key));
  }

  void remove(long at, String map, Bytes key) {
    expiries.remove(new Expiry(at, map, key));
  }

  /** Returns the first one that is due at this time, or null. It stays until it is removed. */
  @Nullable
  Expiry due(long now) {
    return !expiries.isEmpty() && next() <= now ? expiries.first() : null;
  }

  /** Returns when the next entry expires, or Long.MAX_VALUE. */
  long next() {
    return expiries.isEmpty() ? Long.MAX_VALUE : expiries.first().at();
  }
}
