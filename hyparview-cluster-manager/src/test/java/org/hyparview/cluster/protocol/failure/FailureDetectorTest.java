package org.hyparview.cluster.protocol.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.hyparview.cluster.protocol.failure.FailureAction.Broadcast;
import org.hyparview.cluster.protocol.failure.FailureAction.ComeBack;
import org.hyparview.cluster.protocol.failure.FailureAction.Declare;
import org.hyparview.cluster.protocol.failure.FailureAction.Disbelieve;
import org.hyparview.cluster.protocol.failure.FailureAction.Probe;
import org.hyparview.cluster.protocol.failure.FailureAction.Refute;
import org.hyparview.cluster.protocol.failure.FailureMessage.Dead;
import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.cluster.protocol.failure.FailureMessage.Suspicion;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Incarnations;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** One failure detector with all the inputs it needs. */
class FailureDetectorTest {

  private static final FailureConfig CONFIG = FailureConfig.DEFAULT;
  private static final PeerId SELF = PeerId.of("self");
  private static final Peer A = peer("a");
  private static final Peer B = peer("b");
  private static final Peer C = peer("c");

  private final FailureDetector failureDetector =
      new FailureDetector(SELF, CONFIG, new SplittableRandom(1));
  private long now = 1_000;

  private static Peer peer(String id) {
    return new Peer(PeerId.of(id), 10, new PeerAddress("host-" + id, 1));
  }

  private void members(Peer... peers) {
    for (Peer peer : peers) {
      failureDetector.memberChanged(peer, now);
    }
  }

  private List<Output<?>> drain() {
    List<Output<?>> actions = new ArrayList<>();
    while (!failureDetector.outbox().isEmpty()) {
      actions.add(failureDetector.outbox().poll());
    }
    return actions;
  }

  /** Lets time pass; what is asked for meanwhile. */
  private List<Output<?>> pass(long millis) {
    long end = now + millis;
    List<Output<?>> actions = new ArrayList<>(drain());
    while (failureDetector.deadline() <= end) {
      now = Math.max(now, failureDetector.deadline());
      failureDetector.wake(now);
      actions.addAll(drain());
    }
    now = end;
    return actions;
  }

  private Probe lose(Peer peer) {
    failureDetector.neighborUp(peer.id(), now);
    failureDetector.neighborLost(peer.id(), now);
    List<Output<?>> actions = drain();
    assertThat(actions).hasSize(1);
    return (Probe) actions.get(0);
  }

  private void suspectedBy(String accuser, Evidence evidence) {
    Suspicion suspicion = new Suspicion(A.id(), A.incarnation(), PeerId.of(accuser), evidence);
    failureDetector.receive(suspicion, now);
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
    assertThat(failureDetector.pendingProbes()).isOne();
  }

  @Test
  void aLostNeighborThatIsNotAMemberIsNotProbed() {
    members(B);
    failureDetector.neighborUp(A.id(), now);
    failureDetector.neighborLost(A.id(), now);
    failureDetector.neighborLeft(A.id(), now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void aDroppedNeighborIsNotProbed() {
    members(A);
    failureDetector.neighborUp(A.id(), now);
    failureDetector.neighborDropped(A.id(), now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void aNeighborThatLeftIsProbedIfItsLastUpdateIsMissing() {
    members(A, B);
    failureDetector.neighborUp(A.id(), now);
    failureDetector.neighborUp(B.id(), now);
    failureDetector.neighborLeft(A.id(), now);
    failureDetector.neighborLeft(B.id(), now);
    failureDetector.memberGone(B.id(), now);
    List<Output<?>> actions = pass(CONFIG.farewellGrace());
    assertThat(actions).singleElement().isEqualTo(new Probe(1, A, CONFIG.probeTimeout()));
  }

  @Test
  void aNeighborThatIsBackIsNotProbed() {
    members(A);
    failureDetector.neighborLeft(A.id(), now);
    failureDetector.neighborUp(A.id(), now);
    assertThat(pass(CONFIG.farewellGrace())).isEmpty();
  }

  @Test
  void thereIsOneProbeOfAMember() {
    members(A);
    lose(A);
    failureDetector.neighborLost(A.id(), now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void aMemberThatAnswersIsNotSuspected() {
    members(A);
    failureDetector.probeResult(lose(A).number(), ProbeResult.ALIVE, now);
    assertThat(drain()).isEmpty();
    assertThat(failureDetector.suspects()).isEmpty();
  }

  @Test
  void theResultOfNoProbeMeansNothing() {
    members(A);
    failureDetector.probeResult(77, ProbeResult.REFUSED, now);
    long number = lose(A).number();
    failureDetector.memberGone(A.id(), now);
    failureDetector.probeResult(number, ProbeResult.REFUSED, now);
    assertThat(drain()).isEmpty();
  }

  // Strong evidence

  @Test
  void aRefusalIsBroadcastAndDeadlySoon() {
    members(A, B, C);
    failureDetector.probeResult(lose(A).number(), ProbeResult.REFUSED, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.REFUSAL));
    assertThat(pass(CONFIG.strongTimeout() - 1)).isEmpty();
    assertThat(pass(1)).containsExactly(declared(A), dead(Evidence.REFUSAL));
    assertThat(failureDetector.suspects()).isEmpty();
  }

  @Test
  void anotherNodeAtItsAddressIsAsGoodAsARefusal() {
    members(A);
    failureDetector.probeResult(lose(A).number(), ProbeResult.OTHER, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.REFUSAL));
  }

  @Test
  void aNodeThatKnowsOfARefusalDoesNotRepeatItButDeclaresToo() {
    members(A, B);
    suspectedBy("b", Evidence.REFUSAL);
    failureDetector.probeResult(lose(A).number(), ProbeResult.REFUSED, now);
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
    failureDetector.receive(new Dead(A.id(), A.incarnation(), Evidence.REFUSAL), now);
    assertThat(drain()).containsExactly(declared(A));
  }

  // Weak evidence

  @Test
  void silenceIsBroadcastAndDeadlyLate() {
    members(A, B, C);
    failureDetector.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.SILENCE));
    assertThat(pass(3_000 - 1)).isEmpty();
    assertThat(pass(1)).containsExactly(declared(A), dead(Evidence.SILENCE));
  }

  @Test
  void confirmationsMakeItEarlier() {
    members(A, B, C);
    failureDetector.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    drain();
    suspectedBy("b", Evidence.SILENCE);
    suspectedBy("b", Evidence.SILENCE);
    assertThat(failureDetector.deadline()).isEqualTo(now + 1_738);
    suspectedBy("c", Evidence.SILENCE);
    assertThat(failureDetector.deadline()).isEqualTo(now + 1_000);
  }

  @Test
  void furtherAccusersThanAreNeededSayNothing() {
    members(A, B, C);
    suspectedBy("b", Evidence.SILENCE);
    suspectedBy("c", Evidence.SILENCE);
    suspectedBy("d", Evidence.SILENCE);
    failureDetector.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void aRefusalOverridesSilence() {
    members(A, B);
    failureDetector.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    drain();
    suspectedBy("b", Evidence.REFUSAL);
    assertThat(pass(CONFIG.strongTimeout())).containsExactly(declared(A), dead(Evidence.REFUSAL));
  }

  @Test
  void silenceOfANodeThatIsANeighborAgainIsIgnored() {
    members(A);
    Probe probe = lose(A);
    failureDetector.neighborUp(A.id(), now);
    failureDetector.probeResult(probe.number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
  }

  @Test
  void silenceOfANodeThatHasRefutedIsIgnored() {
    members(A);
    Probe probe = lose(A);
    members(A.withIncarnation(11));
    failureDetector.probeResult(probe.number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
  }

  // Refutations

  @Test
  void aHigherIncarnationEndsTheSuspicion() {
    members(A, B, C);
    failureDetector.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    drain();
    members(A.withIncarnation(11));
    assertThat(failureDetector.suspects()).isEmpty();
    assertThat(pass(4_000)).noneMatch(action -> action instanceof Declare);
  }

  @Test
  void anOldSuspicionIsIgnored() {
    members(A.withIncarnation(11), B);
    suspectedBy("b", Evidence.REFUSAL);
    failureDetector.receive(new Dead(A.id(), 10, Evidence.REFUSAL), now);
    failureDetector.claimed(A.id(), 10, now);
    assertThat(failureDetector.suspects()).isEmpty();
    assertThat(drain()).isEmpty();
  }

  @Test
  void aSuspicionInALaterIncarnationTakesThePlaceOfAnOlderOne() {
    members(A, B);
    suspectedBy("b", Evidence.SILENCE);
    Peer raised = A.withIncarnation(12);
    failureDetector.receive(new Suspicion(A.id(), 12, B.id(), Evidence.REFUSAL), now);
    assertThat(pass(CONFIG.strongTimeout() + CONFIG.declarationGrace()))
        .containsExactly(declared(raised));
  }

  @Test
  void aNodeThatHasRefutedIsNotAccusedOfSilenceForAWhile() {
    members(A, B, C);
    failureDetector.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    members(A.withIncarnation(11));
    drain();
    failureDetector.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
    now += CONFIG.spareTime();
    failureDetector.probeResult(lose(A).number(), ProbeResult.SILENT, now);
    assertThat(drain()).hasSize(1);
  }

  @Test
  void theAccusedObjects() {
    members(A);
    failureDetector.receive(new Suspicion(SELF, 5, A.id(), Evidence.REFUSAL), now);
    assertThat(drain()).containsExactly(new Refute(5));
    assertThat(failureDetector.localHealth()).isZero();
  }

  @Test
  void aNodeAccusedOfSilenceDistrustsItself() {
    members(A);
    failureDetector.receive(new Suspicion(SELF, 5, A.id(), Evidence.SILENCE), now);
    drain();
    assertThat(failureDetector.localHealth()).isOne();
    assertThat(lose(A).timeout()).isEqualTo(2 * CONFIG.probeTimeout());
  }

  @Test
  void aNodeClaimedToBeDeadReturns() {
    members(A);
    failureDetector.receive(new Suspicion(SELF, 5, A.id(), Evidence.CLAIM), now);
    assertThat(drain()).containsExactly(new ComeBack(5));
  }

  @Test
  void aNodeDeclaredDeadReturns() {
    members(A);
    failureDetector.receive(new Dead(SELF, 5, Evidence.SILENCE), now);
    assertThat(drain()).containsExactly(new ComeBack(5));
  }

  // Declarations and claims

  @Test
  void aDeathIsBelievedByANodeThatKnewOfTheSuspicionForLong() {
    members(A, B);
    suspectedBy("b", Evidence.SILENCE);
    assertThat(pass(CONFIG.weakTimeout() / 2)).isEmpty();
    failureDetector.receive(new Dead(A.id(), A.incarnation(), Evidence.SILENCE), now);
    assertThat(drain()).containsExactly(declared(A));
  }

  /** After a cut the broadcasts of the other side from during the cut arrive all together. */
  @Test
  void aDeathBySilenceMayBeObjectedToWhereTheSuspicionHasJustArrived() {
    members(A, B);
    suspectedBy("b", Evidence.SILENCE);
    failureDetector.receive(new Dead(A.id(), A.incarnation(), Evidence.SILENCE), now);
    assertThat(drain()).isEmpty();
    assertThat(pass(CONFIG.claimTimeout())).isEmpty();
    members(A.withIncarnation(11));
    assertThat(failureDetector.suspects()).isEmpty();
    assertThat(pass(5_000)).noneMatch(action -> action instanceof Declare);
  }

  /** The other side's replicas and its broadcasts say the same. */
  @Test
  void aDeathBySilenceMayBeObjectedToWhereItHasJustBeenClaimed() {
    members(A, B);
    failureDetector.claimed(A.id(), A.incarnation(), now);
    drain();
    failureDetector.receive(new Dead(A.id(), A.incarnation(), Evidence.SILENCE), now);
    assertThat(drain()).isEmpty();
    members(A.withIncarnation(11));
    assertThat(pass(5_000)).noneMatch(action -> action instanceof Declare);
  }

  @Test
  void aDeathBySilenceMayBeObjectedToWhereTheSuspicionIsUnknown() {
    members(A, B);
    failureDetector.receive(new Dead(A.id(), A.incarnation(), Evidence.SILENCE), now);
    assertThat(drain()).isEmpty();
    assertThat(failureDetector.suspects()).containsExactly(A.id());
    assertThat(pass(CONFIG.claimTimeout() + CONFIG.declarationGrace()))
        .containsExactly(declared(A));
  }

  @Test
  void aClaimIsPutToTheAccused() {
    members(A, B);
    failureDetector.claimed(A.id(), 15, now);
    failureDetector.claimed(A.id(), 15, now);
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
    failureDetector.claimed(A.id(), 10, now);
    failureDetector.receive(new Dead(A.id(), 10, Evidence.REFUSAL), now);
    assertThat(drain()).isEmpty();
    assertThat(failureDetector.suspects()).isEmpty();
  }

  // This node's own health

  @Test
  void aStalledNodeProbesAgainBeforeItAccuses() {
    members(A, B, C);
    Probe probe = lose(A);
    failureDetector.stalled(2_000, now);
    failureDetector.probeResult(probe.number(), ProbeResult.SILENT, now);
    assertThat(drain()).isEmpty();
    List<Output<?>> actions = pass(2_000);
    assertThat(actions).singleElement().isInstanceOf(Probe.class);
    failureDetector.probeResult(probe.number() + 1, ProbeResult.SILENT, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.SILENCE));
  }

  @Test
  void aStalledNodeStillBelievesARefusal() {
    members(A);
    failureDetector.stalled(2_000, now);
    failureDetector.probeResult(lose(A).number(), ProbeResult.REFUSED, now);
    assertThat(drain()).containsExactly(suspicion(Evidence.REFUSAL));
  }

  @Test
  void aStallGivesTheSuspectedMoreTime() {
    members(A, B);
    suspectedBy("b", Evidence.SILENCE);
    long before = failureDetector.deadline();
    failureDetector.stalled(2_500, now);
    assertThat(failureDetector.deadline())
        .isEqualTo(Math.min(before + 2_500, failureDetector.deadline()));
    now = before;
    failureDetector.wake(now);
    assertThat(drain()).noneMatch(action -> action instanceof Declare);
  }

  // Random probes

  @Test
  void membersThatAreNotNeighborsAreProbedPeriodically() {
    members(A, B, C);
    failureDetector.neighborUp(A.id(), now);
    List<PeerId> probed = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (Output<?> action : pass(CONFIG.probeInterval())) {
        Probe probe = (Probe) action;
        probed.add(probe.member().id());
        failureDetector.probeResult(probe.number(), ProbeResult.ALIVE, now);
      }
    }
    assertThat(probed).contains(B.id(), C.id()).doesNotContain(A.id());
    assertThat(probed.size()).isBetween(13, 40);
  }

  /** Those that died without a neighbor of theirs being left, or never were. */
  @Test
  void aDeadMemberThatWasFoundByChanceHasMoreProbedAtOnce() {
    Set<PeerId> dead = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      Peer peer = peer("dead-" + i);
      members(peer);
      dead.add(peer.id());
    }
    members(A, B, C);
    long begin = now;
    while (failureDetector.counters().declarations() < 1_000) {
      assertThat(now - begin).as("milliseconds for 1,000 dead members").isLessThan(30_000);
      for (Output<?> action : pass(10)) {
        if (action instanceof Probe probe) {
          PeerId id = probe.member().id();
          boolean isDead = dead.contains(id);
          failureDetector.probeResult(
              probe.number(), isDead ? ProbeResult.REFUSED : ProbeResult.ALIVE, now);
        } else if (action instanceof Declare declared) {
          failureDetector.memberGone(declared.id(), now);
        }
      }
      assertThat(failureDetector.pendingProbes())
          .isLessThanOrEqualTo(FailureDetector.MAX_RANDOM_PROBES);
    }
    assertThat(failureDetector.suspects()).isEmpty();
  }

  @Test
  void oneLivingMemberEndsTheHurry() {
    for (int i = 0; i < 100; i++) {
      members(peer("m-" + i));
    }
    List<Output<?>> first = pass(2 * CONFIG.probeInterval());
    first.forEach(
        action -> failureDetector.probeResult(((Probe) action).number(), ProbeResult.REFUSED, now));
    drain();
    List<Probe> next = pass(FailureDetector.HURRY).stream()
        .filter(Probe.class::isInstance)
        .map(Probe.class::cast)
        .toList();
    assertThat(next).hasSizeGreaterThan(1);
    next.forEach(probe -> failureDetector.probeResult(probe.number(), ProbeResult.ALIVE, now));
    pass(CONFIG.probeInterval() / 4);
    assertThat(pass(CONFIG.probeInterval() * 2))
        .filteredOn(Probe.class::isInstance)
        .hasSizeLessThan(5);
  }

  @Test
  void withoutMembersThereIsNothingToDo() {
    assertThat(failureDetector.deadline()).isEqualTo(Machine.NEVER);
    members(A);
    assertThat(failureDetector.deadline()).isLessThan(Machine.NEVER);
    failureDetector.memberGone(A.id(), now);
    assertThat(failureDetector.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void aLeavingNodeSuspectsNoOther() {
    members(A, B);
    suspectedBy("b", Evidence.SILENCE);
    failureDetector.leave();
    assertThat(failureDetector.suspects()).isEmpty();
    assertThat(failureDetector.deadline()).isEqualTo(Machine.NEVER);
  }

  // Implausible claims

  @Test
  void aMemberIsNotSuspectedInAnIncarnationThatItCannotHave() {
    members(A, B, C);
    long highest = A.incarnation() + Incarnations.MAX_STEP;
    Suspicion tooHigh = new Suspicion(A.id(), highest + 1, B.id(), Evidence.REFUSAL);
    Dead dead = new Dead(A.id(), Long.MAX_VALUE, Evidence.REFUSAL);
    failureDetector.receive(tooHigh, now);
    failureDetector.receive(dead, now);
    assertThat(failureDetector.suspects()).isEmpty();
    assertThat(drain()).containsExactly(new Disbelieve(tooHigh), new Disbelieve(dead));
    failureDetector.receive(new Suspicion(A.id(), highest, B.id(), Evidence.REFUSAL), now);
    assertThat(failureDetector.suspects()).containsExactly(A.id());
  }

  // Counters

  @Test
  void suspicionsRefutationsAndDeclarationsAreCounted() {
    members(A, B);
    failureDetector.probeResult(lose(A).number(), ProbeResult.REFUSED, now);
    suspectedBy("b", Evidence.SILENCE);
    assertThat(failureDetector.suspected()).isOne();
    members(new Peer(A.id(), A.incarnation() + 1, A.address()));
    drain();
    failureDetector.probeResult(lose(B).number(), ProbeResult.REFUSED, now);
    pass(CONFIG.strongTimeout());
    failureDetector.receive(new Suspicion(SELF, 1, A.id(), Evidence.SILENCE), now);
    FailureCounters counters = failureDetector.counters();
    assertThat(counters.ownSuspicions()).isEqualTo(2);
    assertThat(counters.heardSuspicions()).isOne();
    assertThat(counters.heardRefutations()).isOne();
    assertThat(counters.ownRefutations()).isOne();
    assertThat(counters.declarations()).isOne();
    assertThat(counters.probes()).containsExactly(entry(ProbeResult.REFUSED, 2L));
  }

  @Test
  void stallsAreCountedWithTheirTime() {
    failureDetector.stalled(400, now);
    failureDetector.stalled(600, now);
    assertThat(failureDetector.counters().stalls()).isEqualTo(2);
    assertThat(failureDetector.counters().stalledMillis()).isEqualTo(1_000);
  }
}
