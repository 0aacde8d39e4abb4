package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.cluster.protocol.registry.RegistryMessage.RecordPart;
import org.hyparview.cluster.protocol.registry.RegistryMessage.State;

/** The builder of one answer to a pull, which is filled as far as it goes. */
final class StateBuilder {

  private final List<RecordPart> records = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<Tombstone> tombstones = new ArrayList<>();
  private int room;
  private boolean complete = true;

  StateBuilder(int maxBytes) {
    room = maxBytes;
  }

  /** Returns whether everything so far had room. */
  boolean hasRoom() {
    return complete;
  }

  void add(Tombstone tombstone) {
    if (reserve(Sizes.of(tombstone.id()))) {
      tombstones.add(tombstone);
    }
  }

  void add(Entry entry) {
    if (reserve(Sizes.of(entry))) {
      entries.add(entry);
    }
  }

  /**
   * Adds a record from an offset on. Of one that is too long, the part that fits is added if it is
   * the first, otherwise nothing.
   *
   * @return whether a part was added and more is to follow
   */
  boolean add(Snapshot snapshot, int offset) {
    boolean isFirst = records.isEmpty();
    room -= Sizes.frame(snapshot.owner().id());
    int end = endThatFits(snapshot.ops(), offset);
    boolean isLast = end == snapshot.ops().size();
    complete &= isLast;
    boolean isGiven = isLast || (isFirst && end > offset);
    if (isGiven) {
      List<RecordOp> ops = snapshot.ops().subList(offset, end);
      long version = snapshot.stamp().version();
      records.add(new RecordPart(snapshot.owner(), version, offset, isLast, ops));
    }
    return isGiven && !isLast;
  }

  private int endThatFits(List<RecordOp> ops, int offset) {
    int end = offset;
    while (end < ops.size() && end - offset < Delta.MAX_OPS) {
      int bytes = Sizes.of(ops.get(end));
      if (bytes > room) {
        return end;
      }
      room -= bytes;
      end++;
    }
    return end;
  }

  /** Notes that something requested can't be provided. */
  void omit() {
    complete = false;
  }

  private boolean reserve(int bytes) {
    complete &= bytes <= room;
    if (complete) {
      room -= bytes;
    }
    return complete;
  }

  State build() {
    return new State(records, entries, tombstones, complete);
  }
}
