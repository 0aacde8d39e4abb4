package org.hyparview.cluster.raft;

import io.microraft.statemachine.StateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hyparview.cluster.protocol.store.Applied;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.protocol.store.StoreSizes;

/** The store as MicroRaft's state machine. */
final class StoreMachine implements StateMachine {

  /** What a query asks for: nothing but that it is run. */
  static final Object BARRIER = "barrier";

  private static final Batch NOTHING = new Batch(0, List.of());

  private final int chunkBytes;
  private final Consumer<Applied> onApplied;
  private Store store;
  private long lastApplied;
  private long snapshotIndex;

  StoreMachine(Store store, int chunkBytes, Consumer<Applied> onApplied) {
    this.store = store;
    this.chunkBytes = chunkBytes;
    this.onApplied = onApplied;
  }

  Store store() {
    return store;
  }

  long lastApplied() {
    return lastApplied;
  }

  /** Up to where a snapshot stands for the log: all before is committed. */
  long snapshotIndex() {
    return snapshotIndex;
  }

  @Override
  public Object runOperation(long commitIndex, Object operation) {
    if (!(operation instanceof Batch batch)) {
      return operation;
    }
    lastApplied = commitIndex;
    Applied applied = store.apply(batch);
    onApplied.accept(applied);
    return applied;
  }

  @Override
  public void takeSnapshot(long commitIndex, Consumer<Object> chunks) {
    List<StoreRecord> chunk = new ArrayList<>();
    int bytes = 0;
    for (StoreRecord piece : store.snapshot()) {
      int size = StoreSizes.of(piece);
      if (!chunk.isEmpty() && bytes + size > chunkBytes) {
        chunks.accept(List.copyOf(chunk));
        chunk.clear();
        bytes = 0;
      }
      chunk.add(piece);
      bytes += size;
    }
    chunks.accept(List.copyOf(chunk));
    snapshotIndex = commitIndex;
  }

  @Override
  public void installSnapshot(long commitIndex, List<Object> chunks) {
    List<StoreRecord> records = new ArrayList<>();
    chunks.forEach(chunk -> addAll(records, chunk));
    store = Store.restore(records);
    lastApplied = commitIndex;
    snapshotIndex = commitIndex;
  }

  @SuppressWarnings("unchecked") // chunks are made above
  private static void addAll(List<StoreRecord> records, Object chunk) {
    records.addAll((List<StoreRecord>) chunk);
  }

  @Override
  public Object getNewTermOperation() {
    return NOTHING;
  }
}
