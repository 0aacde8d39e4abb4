package org.hyparview.cluster.protocol.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.cluster.protocol.failure.FailureAction.Broadcast;
import org.hyparview.cluster.protocol.failure.FailureAction.ComeBack;
import org.hyparview.cluster.protocol.failure.FailureAction.Declare;
import org.hyparview.cluster.protocol.failure.FailureAction.Probe;
import org.hyparview.cluster.protocol.failure.FailureAction.Refute;
import org.hyparview.cluster.protocol.failure.FailureMessage.Dead;
import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.cluster.protocol.failure.FailureMessage.Suspicion;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** One failure detector with all the inputs it needs. */
class FailureTest {

  private static final FailureConfig CONFIG = FailureConfig.DEFAULT;
  private static final PeerId SELF = PeerId.of("self");
  private static final Peer A = peer("a");
  private static final Peer B = peer("b");
  private static final Peer C = peer("c");

  private final Failure failure = new Failure(SELF, CONFIG, new SplittableRandom(1));
  private long now = 1_000;

  private static Peer peer(String id) {
    return new Peer(PeerId.of(id), 10, new PeerAddress("host-" + id, 1));
  }

  private void members(Peer... peers) {
    for (Peer peer : peers) {
      failure.memberChanged(peer, now);
    }
  }

  private List<Output<?>> drain() {
    List<Output<?>> actions = new ArrayList<>();
    while (!failure.outbox().isEmpty()) {
      actions.add(failure.outbox().poll());
    }
    return actions;
  }

  /** Lets time pass; what is asked for meanwhile. */
  private List<Output<?>> pass(long millis) {
    long end = now + millis;
    List<Output<?>> actions = new ArrayList<>(drain());
    while (failure.deadline() <= end) {
      now = Math.max(now, failure.deadline());
      failure.wake(now);
      actions.addAll(drain());
    }
    now = end;
    return actions;
  }

  private Probe lose(Peer peer) {
    failure.neighborUp(peer.id(), now);
    failure.neighborLost(peer.id(), now);
    List<Output<?>> actions = drain();
    assertThat(actions).hasSize(1);
    return (Probe) actions.get(0);
  }

  private void suspectedBy(String accuser, Evidence evidence) {
    Suspicion suspicion = new Suspicion(A.id(), A.incarnation(), PeerId.of(accuser), evidence);
    failure.receive(suspicion, now);
  }

  private static Declare declared(Peer peer) {
    return new Declare(peer.id(), peer.incarnation());
  }

  private static Broadcast suspicion(Evidence evidence) {
    return new Broadcast(new Suspicion(A.id(), A.incarnation(), SELF, evidence));
  }

  private static Broadcast dead(Evidence evidence) {
    return new Broadcast(new Dead(A.id(), A.incarnation(), evidence));
  }

  // Watching

  @Test
  void aLostNeighborIsProbed() {
    members(A);
    Probe probe = lose(A);
    assertThat(probe.member()).isEqualTo(A);
    assertThat(probe.timeout()).isEqualTo(CONFIG.probeTimeout());
    assertThat(failure.pendingProbes()).isOne();
  }

  @Test
  void aLostNeighborThatIsNotAMemberIsNotProbed() {
    members(B);
    failure.neighborUp(A.id(), now);
    failure.neighborLost(A.id(), now);
    failure.neighborLeft(A.id(), now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void aDroppedNeighborIsNotProbed() {
    members(A);
    failure.neighborUp(A.id(), now);
    failure.neighborDropped(A.id(), now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void aNeighborThatLeftIsProbedIfItsLastUpdateIsMissing() {
    members(A, B);
    failure.neighborUp(A.id(), now);
    failure.neighborUp(B.id(), now);
    failure.neighborLeft(A.id(), now);
    failure.neighborLeft(B.id(), now);
    failure.memberGone(B.id(), now);
    List<Output<?>> actions = pass(CONFIG.farewellGrace());
    assertThat(actions).singleElement().isEqualTo(new Probe(1, A, CONFIG.probeTimeout()));
  }

  @Test
  void aNeighborThatIsBackIsNotProbed() {
    members(A);
    failure.neighborLeft(A.id(), now);
    failure.neighborUp(A.id(), now);
    assertThat(pass(CONFIG.farewellGrace())).isEmpty();
  }

  @Test
  void thereIsOneProbeOfAMember() {
    members(A);
    lose(A);
    failure.neighborLost(A.id(), now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void aMemberThatAnswersIsNotSuspected() {
    members(A);
    failure.probeResult(lose(A).number(), ProbeResult.ALIVE, now);
    assertThat(drain()).isEmpty();
    assertThat(failure.suspects()).isEmpty();
  }

  @Test
  void theResultOfNoProbeMeansNothing() {
    members(A);
    failure.probeResult(77, ProbeResult.REFUSED, now);
    long number = lose(A).number();
    failure.memberGone(A.id(), now);
    failure.probeResult(number, ProbeResult.REFUSED, now);
    assertThat(drain()).isEmpty();
  }

  // Strong evidence

  @Test
  void aRefusalIsBroadcastAndDeadlySoon() {
    members(A, B, C);
    failure.probeResult(lose(A).number(), ProbeResult.REFUSED, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.REFUSAL));
    assertThat(pass(CONFIG.strongTimeout() - 1)).isEmpty();
    assertThat(pass(1)).containsExactly(declared(A), dead(Evidence.REFUSAL));
    assertThat(failure.suspects()).isEmpty();
  }

  @Test
  void anotherNodeAtItsAddressIsAsGoodAsARefusal() {
    members(A);
    failure.probeResult(lose(A).number(), ProbeResult.OTHER, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.REFUSAL));
  }

  @Test
  void aNodeThatKnowsOfARefusalDoesNotRepeatItButDeclaresToo() {
    members(A, B);
    suspectedBy("b", Evidence.REFUSAL);
    failure.probeResult(lose(A).number(), ProbeResult.REFUSED, now);
    assertThat(drain()).isEmpty();
    assertThat(pass(CONFIG.strongTimeout())).contains(declared(A), dead(Evidence.REFUSAL));
  }

  @Test
  void othersWaitALittleLongerAndSayNothing() {
    members(A, B);
    suspectedBy("b", Evidence.REFUSAL);
    long timeout = CONFIG.strongTimeout() + CONFIG.declarationGrace();
    assertThat(pass(timeout - 1)).isEmpty();
    assertThat(pass(1)).containsExactly(declared(A));
  }

  @Test
  void aDeathByRefusalIsBelievedWithoutTheSuspicion() {
    members(A, B);
    failure.receive(new Dead(A.id(), A.incarnation(), Evidence.REFUSAL), now);
    assertThat(drain()).containsExactly(declared(A));
  }

  // Weak evidence

  @Test
  void silenceIsBroadcastAndDeadlyLate() {
    members(A, B, C);
    failure.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.SILENCE));
    assertThat(pass(3_000 - 1)).isEmpty();
    assertThat(pass(1)).containsExactly(declared(A), dead(Evidence.SILENCE));
  }

  @Test
  void confirmationsMakeItEarlier() {
    members(A, B, C);
    failure.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    drain();
    suspectedBy("b", Evidence.SILENCE);
    suspectedBy("b", Evidence.SILENCE);
    assertThat(failure.deadline()).isEqualTo(now + 1_738);
    suspectedBy("c", Evidence.SILENCE);
    assertThat(failure.deadline()).isEqualTo(now + 1_000);
  }

  @Test
  void furtherAccusersThanAreNeededSayNothing() {
    members(A, B, C);
    suspectedBy("b", Evidence.SILENCE);
    suspectedBy("c", Evidence.SILENCE);
    suspectedBy("d", Evidence.SILENCE);
    failure.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void aRefusalOverridesSilence() {
    members(A, B);
    failure.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    drain();
    suspectedBy("b", Evidence.REFUSAL);
    assertThat(pass(CONFIG.strongTimeout())).containsExactly(declared(A), dead(Evidence.REFUSAL));
  }

  @Test
  void silenceOfANodeThatIsANeighborAgainIsIgnored() {
    members(A);
    Probe probe = lose(A);
    failure.neighborUp(A.id(), now);
    failure.probeResult(probe.number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void silenceOfANodeThatHasRefutedIsIgnored() {
    members(A);
    Probe probe = lose(A);
    members(A.withIncarnation(11));
    failure.probeResult(probe.number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
  }

  // Refutations

  @Test
  void aHigherIncarnationEndsTheSuspicion() {
    members(A, B, C);
    failure.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    drain();
    members(A.withIncarnation(11));
    assertThat(failure.suspects()).isEmpty();
    assertThat(pass(4_000)).noneMatch(action -> action instanceof Declare);
  }

  @Test
  void anOldSuspicionIsIgnored() {
    members(A.withIncarnation(11), B);
    suspectedBy("b", Evidence.REFUSAL);
    failure.receive(new Dead(A.id(), 10, Evidence.REFUSAL), now);
    failure.claimed(A.id(), 10, now);
    assertThat(failure.suspects()).isEmpty();
    assertThat(drain()).isEmpty();
  }

  @Test
  void aSuspicionInALaterIncarnationTakesThePlaceOfAnOlderOne() {
    members(A, B);
    suspectedBy("b", Evidence.SILENCE);
    Peer raised = A.withIncarnation(12);
    failure.receive(new Suspicion(A.id(), 12, B.id(), Evidence.REFUSAL), now);
    assertThat(pass(CONFIG.strongTimeout() + CONFIG.declarationGrace()))
        .containsExactly(declared(raised));
  }

  @Test
  void aNodeThatHasRefutedIsNotAccusedOfSilenceForAWhile() {
    members(A, B, C);
    failure.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    members(A.withIncarnation(11));
    drain();
    failure.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
    now += CONFIG.spareTime();
    failure.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    assertThat(drain()).hasSize(1);
  }

  @Test
  void theAccusedObjects() {
    members(A);
    failure.receive(new Suspicion(SELF, 5, A.id(), Evidence.REFUSAL), now);
    assertThat(drain()).containsExactly(new Refute(5));
    assertThat(failure.localHealth()).isZero();
  }

  @Test
  void aNodeAccusedOfSilenceDistrustsItself() {
    members(A);
    failure.receive(new Suspicion(SELF, 5, A.id(), Evidence.SILENCE), now);
    drain();
    assertThat(failure.localHealth()).isOne();
    assertThat(lose(A).timeout()).isEqualTo(2 * CONFIG.probeTimeout());
  }

  @Test
  void aNodeClaimedToBeDeadReturns() {
    members(A);
    failure.receive(new Suspicion(SELF, 5, A.id(), Evidence.CLAIM), now);
    assertThat(drain()).containsExactly(new ComeBack(5));
  }

  @Test
  void aNodeDeclaredDeadReturns() {
    members(A);
    failure.receive(new Dead(SELF, 5, Evidence.SILENCE), now);
    assertThat(drain()).containsExactly(new ComeBack(5));
  }

  // Declarations and claims

  @Test
  void aDeathIsBelievedByANodeThatKnewOfTheSuspicion() {
    members(A, B);
    suspectedBy("b", Evidence.SILENCE);
    failure.receive(new Dead(A.id(), A.incarnation(), Evidence.SILENCE), now);
    assertThat(drain()).containsExactly(declared(A));
  }

  @Test
  void aDeathBySilenceMayBeObjectedToWhereTheSuspicionIsUnknown() {
    members(A, B);
    failure.receive(new Dead(A.id(), A.incarnation(), Evidence.SILENCE), now);
    assertThat(drain()).isEmpty();
    assertThat(failure.suspects()).containsExactly(A.id());
    assertThat(pass(CONFIG.claimTimeout() + CONFIG.declarationGrace()))
        .containsExactly(declared(A));
  }

  @Test
  void aClaimIsPutToTheAccused() {
    members(A, B);
    failure.claimed(A.id(), 15, now);
    failure.claimed(A.id(), 15, now);
    assertThat(drain())
        .containsExactly(new Broadcast(new Suspicion(A.id(), 15, SELF, Evidence.CLAIM)));
    assertThat(pass(CONFIG.claimTimeout()))
        .containsExactly(
            new Declare(A.id(), 15), new Broadcast(new Dead(A.id(), 15, Evidence.CLAIM)));
  }

  @Test
  void suspicionsOfStrangersAreIgnored() {
    members(B);
    suspectedBy("b", Evidence.REFUSAL);
    failure.claimed(A.id(), 10, now);
    failure.receive(new Dead(A.id(), 10, Evidence.REFUSAL), now);
    assertThat(drain()).isEmpty();
    assertThat(failure.suspects()).isEmpty();
  }

  // This node's own health

  @Test
  void aStalledNodeProbesAgainBeforeItAccuses() {
    members(A, B, C);
    Probe probe = lose(A);
    failure.stalled(2_000, now);
    failure.probeResult(probe.number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
    List<Output<?>> actions = pass(2_000);
    assertThat(actions).singleElement().isInstanceOf(Probe.class);
    failure.probeResult(probe.number() + 1, ProbeResult.SILENT, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.SILENCE));
  }

  @Test
  void aStalledNodeStillBelievesARefusal() {
    members(A);
    failure.stalled(2_000, now);
    failure.probeResult(lose(A).number(), ProbeResult.REFUSED, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.REFUSAL));
  }

  @Test
  void aStallGivesTheSuspectedMoreTime() {
    members(A, B);
    suspectedBy("b", Evidence.SILENCE);
    long before = failure.deadline();
    failure.stalled(2_500, now);
    assertThat(failure.deadline()).isEqualTo(Math.min(before + 2_500, failure.deadline()));
    now = before;
    failure.wake(now);
    assertThat(drain()).noneMatch(action -> action instanceof Declare);
  }

  // Random probes

  @Test
  void membersThatAreNotNeighborsAreProbedPeriodically() {
    members(A, B, C);
    failure.neighborUp(A.id(), now);
    List<PeerId> probed = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (Output<?> action : pass(CONFIG.probeInterval())) {
        Probe probe = (Probe) action;
        probed.add(probe.member().id());
        failure.probeResult(probe.number(), ProbeResult.ALIVE, now);
      }
    }
    assertThat(probed).contains(B.id(), C.id()).doesNotContain(A.id());
    assertThat(probed.size()).isBetween(13, 40);
  }

  @Test
  void withoutMembersThereIsNothingToDo() {
    assertThat(failure.deadline()).isEqualTo(Machine.NEVER);
    members(A);
    assertThat(failure.deadline()).isLessThan(Machine.NEVER);
    failure.memberGone(A.id(), now);
    assertThat(failure.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void aLeavingNodeSuspectsNoOther() {
    members(A, B);
    suspectedBy("b", Evidence.SILENCE);
    failure.leave();
    assertThat(failure.suspects()).isEmpty();
    assertThat(failure.deadline()).isEqualTo(Machine.NEVER);
  }
}
