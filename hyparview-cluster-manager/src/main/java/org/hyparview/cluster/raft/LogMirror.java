package org.hyparview.cluster.raft;

import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.StoreSizes;

/**
 * A copy of the part of this replica's log that is in memory, which MicroRaft doesn't show. It is
 * needed to tell which requests MicroRaft would refuse forever, and for the entries that were not
 * committed when the others died.
 */
final class LogMirror implements RaftStore {

  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private long bytes;

  boolean has(long index) {
    return !entries.isEmpty()
        && index >= entries.getFirst().getIndex()
        && index <= entries.getLast().getIndex();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Returns the approximate size of the entries added after the last snapshot. */
  long bytes() {
    return bytes;
  }

  /** Notes that a snapshot stands for all entries up to here. */
  void snapshotTaken(long index) {
    bytes = entries.stream()
        .filter(entry -> entry.getIndex() > index)
        .mapToLong(LogMirror::sizeOf)
        .sum();
  }

  private static long sizeOf(LogEntry entry) {
    return entry.getOperation() instanceof Batch batch ? StoreSizes.of(batch) : 0;
  }

  /** Returns the batches after an index, committed or not. */
  List<Batch> after(long index) {
    List<Batch> batches = new ArrayList<>();
    for (LogEntry entry : entries) {
      if (entry.getIndex() > index && entry.getOperation() instanceof Batch batch) {
        batches.add(batch);
      }
    }
    return batches;
  }

  @Override
  public void persistLogEntries(List<LogEntry> appended) {
    entries.addAll(appended);
    appended.forEach(entry -> bytes += sizeOf(entry));
  }

  @Override
  public void truncateLogEntriesFrom(long index) {
    while (!entries.isEmpty() && entries.getLast().getIndex() >= index) {
      bytes -= sizeOf(entries.removeLast());
    }
  }

  @Override
  public void truncateLogEntriesUntil(long index) {
    while (!entries.isEmpty() && entries.getFirst().getIndex() <= index) {
      entries.removeFirst();
    }
  }

  @Override
  public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState state) {
    // A replica never returns under its name.
  }

  @Override
  public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) {
    // The same holds here.
  }

  @Override
  public void persistAndFlushTerm(RaftTermPersistentState state) {
    // The same holds here.
  }

  @Override
  public void persistSnapshotChunk(SnapshotChunk chunk) {
    // The store has the state.
  }

  @Override
  public void deleteSnapshotChunks(long index, int count) {
    // No truncation is kept.
  }

  @Override
  public void flush() {
    // Memory needs no flush.
  }
}
