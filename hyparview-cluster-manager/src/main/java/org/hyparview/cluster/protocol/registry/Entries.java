package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of the replicated maps, removed ones included, and the hash over all of them. */
final class Entries {

  private final NavigableMap<EntryKey, Entry> entries = new TreeMap<>();
  private final int max;
  private long hash;

  Entries(int max) {
    this.max = max;
  }

  long hash() {
    return hash;
  }

  NavigableMap<EntryKey, Entry> all() {
    return entries;
  }

  @Nullable
  Entry get(EntryKey key) {
    return entries.get(key);
  }

  /** Returns whether there is room for this key. */
  boolean hasRoomFor(EntryKey key) {
    return entries.size() < max || entries.containsKey(key);
  }

  /** Replaces the older entry of the key. */
  void put(Entry entry) {
    Entry old = entries.put(entry.key(), entry);
    if (old != null) {
      hash -= Hashes.of(old.stamp());
    }
    hash += Hashes.of(entry.stamp());
  }

  /** Drops removed entries from before a wall-clock time. */
  void forgetBefore(long wallClock) {
    List<EntryKey> old = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.isRemoved() && HybridClock.millis(entry.timestamp()) < wallClock) {
        old.add(entry.key());
      }
    }
    for (EntryKey key : old) {
      Entry entry = entries.remove(key);
      if (entry != null) {
        hash -= Hashes.of(entry.stamp());
      }
    }
  }
}
