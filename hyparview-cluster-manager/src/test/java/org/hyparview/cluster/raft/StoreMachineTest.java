package org.hyparview.cluster.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.junit.jupiter.api.Test;

class StoreMachineTest {

  private static final Batch BATCH = new Batch(5, List.of(new OpenSession("a", 1)));

  private final List<String> failures = new ArrayList<>();
  private final StoreMachine machine =
      new StoreMachine(1_000, applied -> {}, failure -> failures.add(failure.getMessage()));

  @Test
  void eachBatchHasItsCheckpoint() {
    machine.runOperation(3, BATCH);
    assertThat(machine.checkpoints().at(3))
        .isEqualTo(OptionalLong.of(machine.store().digest()));
  }

  /** A state that no batches lead to: who waits twice leaves the queue once. */
  @Test
  void whatCannotBeAppliedIsReported() {
    StoreRecord twice = new StoreRecord.Claim("l", 2, 1, 0);
    machine.installSnapshot(
        2,
        List.of(List.of(
            new StoreRecord.SessionState(1, "a", 1, 0, 0),
            new StoreRecord.SessionState(2, "b", 1, 0, 0),
            new StoreRecord.Claim("l", 1, 1, 7),
            twice,
            twice)));
    machine.runOperation(3, new Batch(5, List.of(new ExpireNode("b"))));
    Batch bad = new Batch(6, List.of(new ExpireNode("a")));
    assertThatThrownBy(() -> machine.runOperation(4, bad)).isInstanceOf(RuntimeException.class);
    assertThat(failures).containsExactly("session");
    assertThat(machine.isStopped()).isFalse();
    assertThat(machine.checkpoints().at(4))
        .isEqualTo(OptionalLong.of(machine.store().digest()));
  }

  @Test
  void aStoppedMachineAppliesNothing() {
    machine.stop();
    assertThatThrownBy(() -> machine.runOperation(3, BATCH)).hasMessageContaining("stopped");
    assertThat(machine.store().digest()).isEqualTo(new Store().digest());
    assertThat(failures).isEmpty();
  }

  @Test
  void aDamagedSnapshotStopsIt() {
    machine.runOperation(3, BATCH);
    List<StoreRecord> records = new ArrayList<>(machine.store().snapshot());
    records.set(0, new StoreRecord.Head(6, 1, 0));
    assertThatThrownBy(() -> machine.installSnapshot(9, List.of(records)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(machine.isStopped()).isTrue();
    assertThat(failures).singleElement().asString().contains("damaged");
  }
}
