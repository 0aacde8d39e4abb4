package org.hyparview.cluster.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.raft.RaftNet.A;
import static org.hyparview.cluster.raft.RaftNet.B;
import static org.hyparview.cluster.raft.RaftNet.C;

import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp.Add;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.junit.jupiter.api.Test;

/** The group as such, and each known defect of MicroRaft 0.7. */
class RaftReplicaTest {

  @Test
  void oneReplicaIsAGroup() {
    RaftNet net = RaftNet.of(A);
    assertThat(net.add(A)).isEqualTo(1);
    assertThat(net.add(A)).isEqualTo(2);
  }

  @Test
  void allReplicasHaveTheSameState() {
    RaftNet net = RaftNet.of(A, B, C);
    IntStream.range(0, 250).forEach(i -> net.add(A));
    net.pass(500);
    assertThat(net.counterAt(B)).isEqualTo(250);
    assertThat(net.replica(C).store().snapshot())
        .isEqualTo(net.replica(A).store().snapshot());
  }

  @Test
  void aCandidateLeadsAtOnceAndNothingIsLost() {
    RaftNet net = RaftNet.of(A, B, C);
    net.add(A);
    net.crash(A);
    long died = net.now();
    net.replica(B).stand();
    assertThat(net.passUntil(100, () -> net.replica(B).isLeader())).isTrue();
    assertThat(net.now() - died).isLessThan(50);
    assertThat(net.add(B)).isEqualTo(2);
  }

  /** Those that have left the last leader for a later term follow none that they could protect. */
  @Test
  void anHeirWhoseVotesWereLostIsElectedAtItsNextTry() {
    RaftNet net = RaftNet.of(A, B, C);
    net.add(A);
    net.pass(500);
    net.filter = (from, to, message) -> !(message instanceof VoteResponse);
    assertThat(net.replica(A).handOver(B)).isTrue();
    net.pass(50);
    net.filter = (from, to, message) -> true;
    assertThat(net.passUntil(400, () -> net.replica(B).isLeader())).isTrue();
    assertThat(net.add(B)).isEqualTo(2);
  }

  @Test
  void withoutAHintTheHeartbeatTimeoutDoesIt() {
    RaftNet net = RaftNet.of(A, B, C);
    net.add(A);
    net.crash(A);
    assertThat(net.passUntil(6_000, () -> net.leader() != null)).isTrue();
  }

  @Test
  void readsSeeAllThatWasCommitted() {
    RaftNet net = RaftNet.of(A, B, C);
    net.add(A);
    List<Boolean> ready = new ArrayList<>();
    net.replica(A).read(ready::add);
    net.replica(B).read(ready::add);
    assertThat(net.passUntil(100, () -> ready.size() == 2)).isTrue();
    assertThat(ready).containsExactlyInAnyOrder(true, false);
  }

  // The defects

  /** An acknowledgement of what follows an installed snapshot is lost. */
  @Test
  void aFollowerIsNotStuckBehindItsSnapshot() {
    RaftNet net = new RaftNet();
    net.snapshotInterval = 20;
    net.form(A, B);
    IntStream.range(0, 17).forEach(i -> net.add(A));
    long snapshot = net.replica(A).report().getLog().getLastSnapshotIndex();
    net.start(C, A, new Store());
    net.filter = (from, to, message) -> !(from.equals(C)
        && message instanceof AppendEntriesSuccessResponse response
        && response.getLastLogIndex() > snapshot);
    net.change(A, C, MembershipChange.ADD_LEARNER);
    IntStream.range(0, 3).forEach(i -> net.add(A));
    assertThat(net.passUntil(5_000, () -> net.counterAt(C) == 20)).isTrue();
    net.pass(1_000);

    net.filter = (from, to, message) -> true;
    IntStream.range(0, 3).forEach(i -> net.add(A));
    assertThat(net.passUntil(5_000, () -> net.counterAt(C) == 23)).isTrue();
    assertThat(net.replica(A).report().getLog().getLastSnapshotIndex()).isEqualTo(snapshot);
  }

  /** A read that arrives while another waits must not count acknowledgements from before it. */
  @Test
  void aReadThatJoinsAnotherIsNotStale() {
    RaftNet net = RaftNet.of(A, B, C);
    net.add(A);
    // The old leader's first round goes out, and its answers are held back until the end.
    List<Runnable> held = new ArrayList<>();
    RaftNet.Filter cut = (from, to, message) -> {
      if (to.equals(A) && message instanceof AppendEntriesSuccessResponse) {
        held.add(() -> net.replica(A).receive(new ReplicaMessage(message)));
        return false;
      }
      return !from.equals(A) && !to.equals(A);
    };
    List<String> answers = new ArrayList<>();
    net.filter = (from, to, message) -> to.equals(A) ? cut.passes(from, to, message) : true;
    net.replica(A).read(isReady -> answers.add("first " + isReady));
    net.pass(2);
    net.filter = cut;
    net.replica(B).stand();
    assertThat(net.passUntil(1_000, () -> net.replica(B).isLeader())).isTrue();
    assertThat(net.add(B)).isEqualTo(2);

    net.replica(A).read(isReady -> answers.add("second " + isReady));
    held.forEach(Runnable::run);
    net.pass(100);
    assertThat(net.counterAt(A)).isEqualTo(1);
    assertThat(answers).doesNotContain("second true");
  }

  /** A name that was in the group from the start can't return with an empty memory. */
  @Test
  void aReplicaThatForgotReturnsUnderAnotherName() {
    RaftNet net = RaftNet.of(A, B, C);
    net.add(A);
    net.crash(C);
    net.change(A, C, MembershipChange.REMOVE);
    Endpoint again = new Endpoint("c", 2);
    assertThat(again).isNotEqualTo(C);
    net.start(again, A, new Store());
    net.change(A, again, MembershipChange.ADD_LEARNER);
    net.change(A, again, MembershipChange.PROMOTE);
    assertThat(net.passUntil(1_000, () -> net.counterAt(again) == 1)).isTrue();
  }

  @Test
  void ofTwoTheLeaderGoesOnOnceItHasRemovedTheDeadFollower() {
    RaftNet net = RaftNet.of(A, B);
    net.add(A);
    net.crash(B);
    Request add = net.request(new Add("c", 1));
    List<Object> pending = net.propose(A, add);
    net.pass(200);
    assertThat(pending).isEmpty();
    net.change(A, B, MembershipChange.REMOVE);
    assertThat(pending).containsExactly(new Amount(2));
    assertThat(net.add(A)).isEqualTo(3);
  }

  /** What was acknowledged is on both, but the remaining one must not go on by itself. */
  @Test
  void ofTwoTheFollowerCannotLeadAloneButHasAll() {
    RaftNet net = RaftNet.of(A, B);
    net.add(A);
    assertThat(net.add(A)).isEqualTo(2);
    net.crash(A);
    net.replica(B).stand();
    net.pass(20_000);
    assertThat(net.leader()).isNull();

    Store salvaged = net.replica(B).salvage();
    assertThat(salvaged.counter("c")).isEqualTo(2);
    Endpoint next = new Endpoint("b", 2);
    net.start(next, next, salvaged);
    net.pass(10);
    assertThat(net.add(next)).isEqualTo(3);
  }

  /** One that missed the last change of voters can't win, but each of its tries took a vote. */
  @Test
  void aCandidateGivesWayToOneThatIsAhead() {
    RaftNet net = RaftNet.of(A, B);
    net.start(C, A, new Store());
    net.change(A, C, MembershipChange.ADD_LEARNER);
    net.add(A);
    net.pass(10);
    net.filter = (from, to, message) -> !to.equals(B) || from.equals(C);
    net.change(A, C, MembershipChange.PROMOTE);
    net.pass(10);
    net.crash(A);
    net.delayMillis = 90;
    net.replica(B).stand();
    net.replica(C).stand();
    assertThat(net.passUntil(5_000, () -> net.replica(C).isLeader())).isTrue();
  }

  /** What exceeds the limit is refused with a failure, and what was accepted is applied once. */
  @Test
  void whatIsTooMuchIsRefusedAndTheRestDoneOnce() {
    RaftNet net = RaftNet.of(A, B, C);
    net.filter = (from, to, message) -> !(message instanceof AppendEntriesRequest);
    List<List<Object>> outcomes = IntStream.range(0, 9_000)
        .mapToObj(i -> net.propose(A, net.request(new Add("c", 1))))
        .toList();
    long refused = outcomes.stream().filter(outcome -> !outcome.isEmpty()).count();
    assertThat(refused).isEqualTo(9_000 - 8_192);
    net.filter = (from, to, message) -> true;
    assertThat(net.passUntil(60_000, () -> outcomes.stream().noneMatch(List::isEmpty)))
        .isTrue();
    long done = outcomes.stream()
        .filter(outcome -> outcome.get(0) instanceof StoreResult)
        .count();
    assertThat(done).isEqualTo(8_192);
    assertThat(net.counterAt(A)).isEqualTo(8_192);
  }

  @Test
  void aReplicaWithADamagedSnapshotStops() {
    RaftNet net = RaftNet.of(A, B);
    net.add(A);
    net.start(C, A, new Store());
    net.filter = (from, to, message) -> {
      if (message instanceof InstallSnapshotRequest request && request.getSnapshotChunk() != null) {
        net.replica(C).receive(new ReplicaMessage(damaged(request)));
        return false;
      }
      return true;
    };
    net.change(A, C, MembershipChange.ADD_LEARNER);
    net.add(A);
    net.pass(1_000);
    assertThat(net.failures).singleElement().asString().contains("c#1 stopped", "damaged");
    assertThat(net.counterAt(C)).isZero();
  }

  private static RaftMessage damaged(InstallSnapshotRequest request) {
    RaftModelFactory models = new DefaultRaftModelFactory();
    SnapshotChunk chunk = Objects.requireNonNull(request.getSnapshotChunk(), "chunk");
    return models
        .createInstallSnapshotRequestBuilder()
        .setGroupId(request.getGroupId())
        .setSender(request.getSender())
        .setTerm(request.getTerm())
        .setSenderLeader(request.isSenderLeader())
        .setSnapshotTerm(request.getSnapshotTerm())
        .setSnapshotIndex(request.getSnapshotIndex())
        .setTotalSnapshotChunkCount(request.getTotalSnapshotChunkCount())
        .setSnapshotChunk(models
            .createSnapshotChunkBuilder()
            .setIndex(chunk.getIndex())
            .setTerm(chunk.getTerm())
            .setOperation(List.of(
                new StoreRecord.Head(1, 0, 0), new StoreRecord.Digest(new Store().digest())))
            .setSnapshotChunkIndex(chunk.getSnapshotChunkIndex())
            .setSnapshotChunkCount(chunk.getSnapshotChunkCount())
            .setGroupMembersView(chunk.getGroupMembersView())
            .build())
        .setSnapshottedMembers(request.getSnapshottedMembers())
        .setGroupMembersView(request.getGroupMembersView())
        .setQuerySequenceNumber(request.getQuerySequenceNumber())
        .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
        .build();
  }
}
