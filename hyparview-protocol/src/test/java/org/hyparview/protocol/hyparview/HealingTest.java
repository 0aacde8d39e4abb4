package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;

import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.protocol.hyparview.Healing.Target;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.PeerAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealingTest {

  private static final long NOW = 10_000;
  private static final long INTERVAL = 1_000;
  private static final PeerAddress A = peer(1).address();
  private static final PeerAddress B = peer(2).address();

  private final Healing healing = new Healing(INTERVAL, new SplittableRandom(4));
  private final FailedPeers failed = new FailedPeers(1_000_000);
  private final ActiveView active = new ActiveView(5);

  @Test
  void beforeTheStartNothingIsDue() {
    assertThat(healing.deadline()).isEqualTo(Machine.NEVER);
    assertThat(healing.isDue(NOW)).isFalse();
    healing.hurry(NOW);
    assertThat(healing.deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void theFirstProbeIsDueAfterThreeQuartersToFiveQuartersOfTheInterval() {
    long min = Long.MAX_VALUE;
    long max = 0;
    for (int seed = 0; seed < 5_000; seed++) {
      Healing other = new Healing(INTERVAL, new SplittableRandom(seed));
      other.start(NOW);
      min = Math.min(min, other.deadline() - NOW);
      max = Math.max(max, other.deadline() - NOW);
    }
    assertThat(min).isEqualTo(750);
    assertThat(max).isEqualTo(1_250);
  }

  @Test
  void aProbeIsDueFromItsDeadlineOn() {
    healing.start(NOW);
    assertThat(healing.isDue(healing.deadline() - 1)).isFalse();
    assertThat(healing.isDue(healing.deadline())).isTrue();
  }

  @Test
  void theShortestIntervalStillPauses() {
    Healing fast = new Healing(1, new SplittableRandom(4));
    fast.start(NOW);
    assertThat(fast.deadline()).isEqualTo(NOW + 1);
  }

  @Test
  void withNobodyToProbeThereIsNoTarget() {
    assertThat(next(List.of())).isNull();
    assertThat(healing.deadline() - NOW).isBetween(750L, 1_250L);
    assertThat(healing.sequence()).isZero();
    assertThat(healing.takeAnswer(0)).isFalse();
  }

  @Test
  void eachContactIsProbedEquallyOften() {
    ChiSquare<Target> targets = new ChiSquare<>(List.of(new Target(A, null), new Target(B, null)));
    for (int i = 0; i < 1_000; i++) {
      Target target = next(List.of(A, B));
      if (target != null) {
        targets.count(target);
      }
    }
    targets.assertEven();
    assertThat(healing.sequence()).isEqualTo(1_000);
  }

  @Test
  void aContactWhereANeighborIsIsNotProbed() {
    active.add(peer(1), 1);
    for (int i = 0; i < 20; i++) {
      assertThat(next(List.of(A, B))).isEqualTo(new Target(B, null));
    }
    active.add(peer(2), 2);
    assertThat(next(List.of(A, B))).isNull();
  }

  @Test
  void contactsAndFailedPeersAreProbedByHalves() {
    failed.add(peer(7), NOW);
    Target lost = new Target(peer(7).address(), peer(7).id());
    ChiSquare<Target> targets = new ChiSquare<>(List.of(lost, new Target(A, null)));
    for (int i = 0; i < 1_000; i++) {
      Target target = next(List.of(A));
      if (target != null) {
        targets.count(target);
      }
    }
    targets.assertEven();
    assertThat(next(List.of())).isEqualTo(lost);
  }

  @Test
  void onlyTheLastProbesAnswerIsTakenAndOnce() {
    next(List.of(A));
    next(List.of(A));
    assertThat(healing.takeAnswer(1)).isFalse();
    assertThat(healing.takeAnswer(3)).isFalse();
    assertThat(healing.takeAnswer(2)).isTrue();
    assertThat(healing.takeAnswer(2)).isFalse();
  }

  @Test
  void anAnswerIsNotTakenAfterAProbeThatHadNoTarget() {
    next(List.of(A));
    next(List.of());
    assertThat(healing.takeAnswer(1)).isFalse();
  }

  @Test
  void thePausesDoubleWhileAllIsOneUpToFourfold() {
    for (int factor : new int[] {1, 2, 4, 4}) {
      long min = Long.MAX_VALUE;
      long max = 0;
      for (int i = 0; i < 200; i++) {
        next(List.of(A));
        min = Math.min(min, healing.deadline() - NOW);
        max = Math.max(max, healing.deadline() - NOW);
      }
      assertThat(min).isBetween(750L * factor, 800L * factor);
      assertThat(max).isBetween(1_200L * factor, 1_250L * factor);
      healing.allIsOne();
    }
  }

  @Test
  void aLossShortensThePauseButNeverProlongsIt() {
    healing.allIsOne();
    healing.allIsOne();
    next(List.of(A));
    assertThat(healing.deadline() - NOW).isGreaterThanOrEqualTo(3_000);
    healing.hurry(NOW);
    assertThat(healing.deadline() - NOW).isBetween(750L, 1_250L);
    long deadline = healing.deadline();
    healing.hurry(NOW + 500);
    assertThat(healing.deadline()).isEqualTo(deadline);
    next(List.of(A));
    assertThat(healing.deadline() - NOW).isLessThanOrEqualTo(1_250);
  }

  private @Nullable Target next(List<PeerAddress> contacts) {
    return healing.next(NOW, contacts, failed, active);
  }
}
