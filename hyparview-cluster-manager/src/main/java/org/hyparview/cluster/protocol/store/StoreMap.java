package org.hyparview.cluster.protocol.store;

import java.util.List;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreRecord.MapEntry;
import org.jspecify.annotations.Nullable;

/** One map, sorted by the bytes of its keys. */
final class StoreMap {

  private record Slot(Bytes value, long expiresAt, long hash) {}

  private final String name;
  private final long hash;
  private final Expiries expiries;
  private final StoreDigest digest;
  private final TreeMap<Bytes, Slot> slots = new TreeMap<>();

  StoreMap(String name, Expiries expiries, StoreDigest digest) {
    this.name = name;
    this.expiries = expiries;
    this.digest = digest;
    hash = StoreDigest.ofName(StoreDigest.MAP, name);
  }

  int size() {
    return slots.size();
  }

  @Nullable
  Bytes get(Bytes key) {
    return valueOf(slots.get(key));
  }

  /** Sets an entry, and returns its former value. */
  @Nullable
  Bytes put(Bytes key, Bytes value, long expiresAt) {
    Slot now = new Slot(value, expiresAt, digest.ofEntry(hash, key, value, expiresAt));
    Slot before = slots.put(key, now);
    forget(key, before);
    digest.add(now.hash);
    if (expiresAt > 0) {
      expiries.add(expiresAt, name, key);
    }
    return valueOf(before);
  }

  /** Removes an entry, and returns its former value. */
  @Nullable
  Bytes remove(Bytes key) {
    Slot before = slots.remove(key);
    forget(key, before);
    return valueOf(before);
  }

  void clear() {
    slots.forEach(this::forget);
    slots.clear();
  }

  private void forget(Bytes key, @Nullable Slot before) {
    if (before != null) {
      digest.remove(before.hash);
      if (before.expiresAt > 0) {
        expiries.remove(before.expiresAt, name, key);
      }
    }
  }

  private static @Nullable Bytes valueOf(@Nullable Slot slot) {
    return slot == null ? null : slot.value;
  }

  /** Adds the entries after a key, all if that is null, until the page is full. */
  void read(Page page, @Nullable Bytes after) {
    var rest = after == null ? slots : slots.tailMap(after, false);
    for (var entry : rest.entrySet()) {
      if (!page.add(entry.getKey(), entry.getValue().value)) {
        return;
      }
    }
  }

  void writeTo(List<StoreRecord> records) {
    slots.forEach((key, slot) -> records.add(new MapEntry(name, key, slot.value, slot.expiresAt)));
  }
}
