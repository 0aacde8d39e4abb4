package org.hyparview.cluster.protocol.registry;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the replicated maps, removed ones included, and the hash over all of them.
 *
 * <p>Entries with a value are bounded in number and bytes; what has no room is refused. Removed
 * ones are bounded in number too; of those the oldest go first. So a node that was cut off for
 * longer than the last removals of that number took may bring a removed entry back.
 */
final class Entries {

  private static final Comparator<Entry> BY_AGE =
      Comparator.comparingLong(Entry::timestamp).thenComparing(Entry::key);

  private final NavigableMap<EntryKey, Entry> entries = new TreeMap<>();
  private final NavigableSet<Entry> removed = new TreeSet<>(BY_AGE);
  private final int max;
  private final long maxBytes;
  private long bytes;
  private long hash;

  /**
   * Creates no entries.
   *
   * @param max the most entries with a value, and the most removed ones
   * @param maxBytes the most bytes of keys and values together
   */
  Entries(int max, long maxBytes) {
    this.max = max;
    this.maxBytes = maxBytes;
  }

  long hash() {
    return hash;
  }

  /** Returns how many of them have no value. */
  int removed() {
    return removed.size();
  }

  NavigableMap<EntryKey, Entry> all() {
    return entries;
  }

  @Nullable
  Entry get(EntryKey key) {
    return entries.get(key);
  }

  /** Returns whether there is room for this value in place of the key's present one. */
  boolean hasRoomFor(EntryKey key, @Nullable Bytes value) {
    if (value == null) {
      return true;
    }
    Entry old = entries.get(key);
    boolean isNew = old == null || old.isRemoved();
    long added = sizeOf(key, value) - (old == null ? 0 : sizeOf(key, old.value()));
    return (!isNew || entries.size() - removed.size() < max) && bytes + added <= maxBytes;
  }

  private static long sizeOf(EntryKey key, @Nullable Bytes value) {
    return (long) Sizes.of(key) + (value == null ? 0 : value.length());
  }

  /** Replaces the older entry of the key. If too many are removed, the oldest one is dropped. */
  void put(Entry entry) {
    drop(entries.get(entry.key()));
    entries.put(entry.key(), entry);
    hash += Hashes.of(entry.stamp());
    bytes += sizeOf(entry.key(), entry.value());
    if (entry.isRemoved()) {
      removed.add(entry);
      if (removed.size() > max) {
        drop(removed.first());
      }
    }
  }

  private void drop(@Nullable Entry entry) {
    if (entry != null) {
      entries.remove(entry.key());
      removed.remove(entry);
      hash -= Hashes.of(entry.stamp());
      bytes -= sizeOf(entry.key(), entry.value());
    }
  }

  /** Drops removed entries from before a wall-clock time. */
  void forgetBefore(long wallClock) {
    while (!removed.isEmpty() && HybridClock.millis(removed.first().timestamp()) < wallClock) {
      drop(removed.first());
    }
  }
}
