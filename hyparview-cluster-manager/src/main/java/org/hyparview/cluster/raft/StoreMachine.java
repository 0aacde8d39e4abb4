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

  /** The operation of a query, which only marks a point in the log. */
  static final Object BARRIER = "barrier";

  private static final Batch NOTHING = new Batch(0, List.of());

  private final int chunkBytes;
  private final Consumer<Applied> onApplied;
  private final Consumer<Throwable> onFailed;
  private final Checkpoints checkpoints = new Checkpoints();
  private Store store = new Store();
  private long lastApplied;
  private long snapshotIndex;
  private boolean stopped;

  /**
   * Creates a machine with an empty store.
   *
   * @param onFailed receives what was thrown while a batch was applied or a snapshot installed.
   *     After a batch the machine goes on, unless it is stopped there; after a snapshot it has
   *     stopped
   */
  StoreMachine(int chunkBytes, Consumer<Applied> onApplied, Consumer<Throwable> onFailed) {
    this.chunkBytes = chunkBytes;
    this.onApplied = onApplied;
    this.onFailed = onFailed;
  }

  /** Stops: nothing more is applied. */
  void stop() {
    stopped = true;
  }

  /** Returns whether it has stopped, also by itself because it could not install a snapshot. */
  boolean isStopped() {
    return stopped;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  Store store() {
    return store;
  }

  long lastApplied() {
    return lastApplied;
  }

  /** Returns up to where a snapshot stands for the log: everything before is committed. */
  long snapshotIndex() {
    return snapshotIndex;
  }

  @Override
  public Object runOperation(long commitIndex, Object operation) {
    if (!(operation instanceof Batch batch)) {
      return operation;
    }
    if (stopped) {
      throw new IllegalStateException("The replica has stopped before index " + commitIndex);
    }
    lastApplied = commitIndex;
    Applied applied = apply(commitIndex, batch);
    onApplied.accept(applied);
    return applied;
  }

  /** Applies a batch and reports a failure: MicroRaft would make it a result that no code sees. */
  private Applied apply(long index, Batch batch) {
    try {
      return store.apply(batch);
    } catch (RuntimeException | Error e) {
      onFailed.accept(e);
      throw e;
    } finally {
      checkpoints.add(index, store.digest());
    }
  }

  @Override
  public void takeSnapshot(long commitIndex, Consumer<Object> chunks) {
    chunks(store).forEach(chunks);
    snapshotIndex = commitIndex;
  }

  /** Returns the state of a store in chunks, none of them empty. */
  List<List<StoreRecord>> chunks(Store of) {
    List<List<StoreRecord>> chunks = new ArrayList<>();
    List<StoreRecord> chunk = new ArrayList<>();
    int bytes = 0;
    for (StoreRecord piece : of.snapshot()) {
      int size = StoreSizes.of(piece);
      if (!chunk.isEmpty() && bytes + size > chunkBytes) {
        chunks.add(List.copyOf(chunk));
        chunk.clear();
        bytes = 0;
      }
      chunk.add(piece);
      bytes += size;
    }
    chunks.add(List.copyOf(chunk));
    return chunks;
  }

  @Override
  public void installSnapshot(long commitIndex, List<Object> chunks) {
    List<StoreRecord> records = new ArrayList<>();
    chunks.forEach(chunk -> addAll(records, chunk));
    try {
      store = Store.restore(records);
    } catch (RuntimeException | Error e) {
      stop();
      onFailed.accept(e);
      throw e;
    }
    checkpoints.restart(commitIndex, store.digest());
    lastApplied = commitIndex;
    snapshotIndex = commitIndex;
  }

  @SuppressWarnings("unchecked") // chunks are created above
  private static void addAll(List<StoreRecord> records, Object chunk) {
    records.addAll((List<StoreRecord>) chunk);
  }

  @Override
  public Object getNewTermOperation() {
    return NOTHING;
  }
}
