package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The records of the nodes and the tombstones of departed ones, by id; a node has one of the two,
 * or none. It keeps the hash over all of them.
 */
final class Members {

  private static final Comparator<Tombstone> BY_AGE =
      Comparator.comparingLong(Tombstone::wallClock).thenComparing(Tombstone::id);

  private final NavigableMap<PeerId, NodeRecord> records = new TreeMap<>();
  private final NavigableMap<PeerId, Tombstone> tombstones = new TreeMap<>();
  private final int maxTombstones;
  private long hash;

  Members(int maxTombstones) {
    this.maxTombstones = maxTombstones;
  }

  long hash() {
    return hash;
  }

  @Nullable
  NodeRecord record(PeerId id) {
    return records.get(id);
  }

  @Nullable
  Tombstone tombstone(PeerId id) {
    return tombstones.get(id);
  }

  NavigableMap<PeerId, NodeRecord> records() {
    return records;
  }

  NavigableMap<PeerId, Tombstone> tombstones() {
    return tombstones;
  }

  /** Adds the record of a node that has none; its tombstone is dropped. */
  void add(NodeRecord record) {
    removeTombstone(record.id());
    records.put(record.id(), record);
    hash += Hashes.of(record.id(), record.stamp());
  }

  /** Makes a change of a record that changes its stamp. */
  void change(NodeRecord record, Runnable change) {
    hash -= Hashes.of(record.id(), record.stamp());
    change.run();
    hash += Hashes.of(record.id(), record.stamp());
  }

  /** Removes a record, if there is one. */
  @Nullable
  NodeRecord removeRecord(PeerId id) {
    NodeRecord record = records.remove(id);
    if (record != null) {
      hash -= Hashes.of(id, record.stamp());
    }
    return record;
  }

  /** Sets the tombstone of a node that has no record, in place of its older one. */
  void bury(Tombstone tombstone) {
    removeTombstone(tombstone.id());
    tombstones.put(tombstone.id(), tombstone);
    hash += Hashes.of(tombstone);
    if (tombstones.size() > maxTombstones) {
      removeTombstone(Collections.min(tombstones.values(), BY_AGE).id());
    }
  }

  /** Drops the tombstones from before a wall-clock time. */
  void forgetBefore(long wallClock) {
    List<PeerId> old = new ArrayList<>();
    for (Tombstone tombstone : tombstones.values()) {
      if (tombstone.wallClock() < wallClock) {
        old.add(tombstone.id());
      }
    }
    old.forEach(this::removeTombstone);
  }

  private void removeTombstone(PeerId id) {
    Tombstone tombstone = tombstones.remove(id);
    if (tombstone != null) {
      hash -= Hashes.of(tombstone);
    }
  }
}
