package org.hyparview.simulation.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final SimulationOptions TEN_MILLIS =
      SimulationOptions.seed(1).latency(Latency.fixed(10)).silence(1_000);

  private final Simulation<Recorder> simulation = Recorder.simulation(TEN_MILLIS);
  private final SimulatedNode<Recorder> a = simulation.add();
  private final SimulatedNode<Recorder> b = simulation.add();

  private void dial(SimulatedNode<Recorder> from, SimulatedNode<Recorder> to) {
    simulation.input(from, (host, now) -> from.connect(7, to.address(), null));
  }

  private void connect() {
    dial(a, b);
    simulation.run(20);
    assertThat(a.host().takeLog()).containsExactly("20: connected 7 to n1/1000000");
  }

  private void send(SimulatedNode<Recorder> from, Object message) {
    long link = from.host().links.get(0);
    simulation.input(from, (host, now) -> from.send(link, message));
  }

  private void close(SimulatedNode<Recorder> from) {
    long link = from.host().links.get(0);
    simulation.input(from, (host, now) -> from.close(link));
  }

  @Test
  void aDialTakesTheWayThereAndBack() {
    dial(a, b);
    simulation.run(19);
    assertThat(a.host().takeLog()).isEmpty();
    simulation.run(1);
    assertThat(a.host().takeLog()).containsExactly("20: connected 7 to n1/1000000");
  }

  @Test
  void aDialOfADeadNodeIsRefused() {
    simulation.crash(b);
    dial(a, b);
    simulation.run(100);
    assertThat(a.host().takeLog()).containsExactly("20: failed 7 UNREACHABLE");
  }

  @Test
  void aRefusalTakesAsLongAsIsSaid() {
    Simulation<Recorder> slow = Recorder.simulation(TEN_MILLIS.refusal(500));
    SimulatedNode<Recorder> one = slow.add();
    SimulatedNode<Recorder> two = slow.add();
    slow.crash(two);
    slow.input(one, (host, now) -> one.connect(1, two.address(), null));
    slow.run(1_000);
    assertThat(one.host().takeLog()).containsExactly("510: failed 1 UNREACHABLE");
  }

  @Test
  void aDialOfAnAddressThatNobodyHasFails() {
    PeerAddress nowhere = new PeerAddress("192.0.2.1", 1);
    simulation.input(a, (host, now) -> a.connect(1, nowhere, null));
    simulation.run(10);
    assertThat(a.host().takeLog()).containsExactly("2: failed 1 UNREACHABLE");
  }

  @Test
  void aDialOfAnotherNodeThanTheExpectedFails() {
    simulation.input(a, (host, now) -> a.connect(1, b.address(), PeerId.of("n5")));
    simulation.run(20);
    assertThat(a.host().takeLog()).containsExactly("20: failed 1 WRONG_PEER");
  }

  @Test
  void aDialOfItselfFails() {
    dial(a, a);
    simulation.run(20);
    assertThat(a.host().takeLog()).containsExactly("20: failed 7 SELF");
  }

  @Test
  void aCanceledDialIsNotReportedAndItsLinkIsClosed() {
    dial(a, b);
    simulation.run(15);
    simulation.input(a, (host, now) -> a.cancel(7));
    simulation.run(100);
    assertThat(a.host().takeLog()).isEmpty();
    assertThat(b.host().takeLog()).containsExactly("30: lost");
  }

  @Test
  void messagesOfALinkKeepTheirOrderWhateverTheLatency() {
    Simulation<Recorder> jumpy =
        Recorder.simulation(SimulationOptions.seed(3).latency(Latency.uniform(1, 100)));
    SimulatedNode<Recorder> one = jumpy.add();
    SimulatedNode<Recorder> two = jumpy.add();
    jumpy.input(one, (host, now) -> one.connect(1, two.address(), null));
    jumpy.run(300);
    long link = one.host().links.get(0);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String message = "m" + i;
      sent.add(message);
      jumpy.input(one, (host, now) -> one.send(link, message));
    }
    jumpy.input(one, (host, now) -> one.close(link));
    jumpy.run(1_000);
    List<String> log = two.host().takeLog();
    assertThat(log).hasSize(51);
    assertThat(log.get(50)).endsWith("lost");
    assertThat(log.subList(0, 50))
        .zipSatisfy(sent, (line, message) -> assertThat(line).contains(": " + message + " from"));
  }

  @Test
  void aCrashIsNoticedAfterTheWayAndASilentDeathAfterTheSilence() {
    connect();
    simulation.crash(b);
    simulation.run(2_000);
    assertThat(a.host().takeLog()).containsExactly("30: lost");

    simulation.restart(b);
    dial(a, b);
    simulation.run(20);
    assertThat(a.host().takeLog()).containsExactly("2040: connected 7 to n1/1002020");
    simulation.vanish(b);
    simulation.run(2_000);
    assertThat(a.host().takeLog()).containsExactly("3040: lost");
  }

  @Test
  void aDeadNodeGetsNothing() {
    connect();
    send(a, "hello");
    simulation.crash(b);
    simulation.run(100);
    assertThat(b.host().takeLog()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> simulation.input(b, (host, now) -> {}));
  }

  @Test
  void aPartitionKeepsMessagesBackAndIsNoticedAtBothEnds() {
    connect();
    simulation.partition(Partition.sides(index -> index));
    send(a, "hello");
    simulation.run(2_000);
    assertThat(a.host().takeLog()).containsExactly("1020: lost");
    assertThat(b.host().takeLog()).containsExactly("1020: lost");

    dial(a, b);
    simulation.run(1_100);
    assertThat(a.host().takeLog()).containsExactly("3030: failed 7 UNREACHABLE");

    simulation.heal();
    dial(a, b);
    simulation.run(20);
    assertThat(a.host().takeLog()).containsExactly("3140: connected 7 to n1/1000000");
  }

  @Test
  void anAsymmetricPartitionEndsTheLinkTooSinceItsHeartbeatsFail() {
    connect();
    simulation.partition(Partition.mute(index -> index == 1));
    simulation.run(1_000);
    assertThat(a.host().takeLog()).containsExactly("1020: lost");
    assertThat(b.host().takeLog()).containsExactly("1020: lost");
  }

  @Test
  void aShortPartitionIsNotNoticed() {
    connect();
    simulation.partition(Partition.sides(index -> index));
    simulation.run(900);
    simulation.heal();
    simulation.run(1_000);
    send(a, "hello");
    simulation.run(10);
    assertThat(a.host().takeLog()).isEmpty();
    assertThat(b.host().takeLog()).containsExactly("1930: hello from n0");
  }

  @Test
  void theCloseOfALinkIsHeardThroughAPartitionOnlyBySilence() {
    connect();
    close(a);
    simulation.partition(Partition.sides(index -> index));
    simulation.run(500);
    simulation.heal();
    simulation.run(2_000);
    assertThat(b.host().takeLog()).containsExactly("1030: lost");
  }

  @Test
  void lostMessagesAreGoneSilently() {
    connect();
    simulation.loss(1);
    send(a, "hello");
    simulation.input(a, (host, now) -> a.sendDirect(b.address(), null, "direct"));
    simulation.run(2_000);
    simulation.loss(0);
    send(a, "again");
    simulation.run(10);
    assertThat(b.host().takeLog()).containsExactly("2030: again from n0");
  }

  @Test
  void aDoubledDialBringsTheFirstMessageTwiceAndItsSecondLinkEnds() {
    simulation.duplicateDials(1);
    connect();
    send(a, "hello");
    send(a, "more");
    simulation.run(2_000);
    assertThat(b.host().takeLog())
        .containsExactly(
            "30: hello from n0", "30: hello from n0", "30: more from n0", "1020: lost");
  }

  @Test
  void aSlowNodeDoesAllLater() {
    connect();
    simulation.slow(b, 100);
    send(a, "hello");
    simulation.input(b, (host, now) -> host.deadline = 50);
    simulation.run(1_000);
    assertThat(b.host().takeLog()).containsExactly("130: hello from n0", "150: awake");
  }

  @Test
  void aDirectMessageIsAnsweredOnItsLink() {
    simulation.input(a, (host, now) -> a.sendDirect(b.address(), null, Recorder.ECHO));
    simulation.run(100);
    assertThat(b.host().takeLog()).containsExactly("30: echo from n0");
    assertThat(a.host().takeLog()).containsExactly("40: answer from n1");
  }

  @Test
  void aDirectMessageIsDroppedIfItsReceiverIsAnotherOrDeadOrItself() {
    simulation.input(a, (host, now) -> {
      a.sendDirect(b.address(), PeerId.of("n5"), "one");
      a.sendDirect(a.address(), null, "two");
      a.sendDirect(new PeerAddress("192.0.2.1", 1), null, "three");
    });
    simulation.run(100);
    simulation.crash(b);
    simulation.input(a, (host, now) -> a.sendDirect(b.address(), null, "four"));
    simulation.run(100);
    assertThat(a.host().takeLog()).isEmpty();
    assertThat(b.host().takeLog()).isEmpty();
  }

  @Test
  void aTimerGoesOffOnceAtTheEarliestDeadline() {
    simulation.input(a, (host, now) -> host.deadline = 500);
    simulation.input(a, (host, now) -> host.deadline = 200);
    simulation.run(1_000);
    assertThat(a.host().takeLog()).containsExactly("200: awake");
  }

  @Test
  void aTimerOfAFormerLifeNeverGoesOff() {
    simulation.input(a, (host, now) -> host.deadline = 200);
    simulation.crash(a);
    simulation.restart(a);
    simulation.run(1_000);
    assertThat(a.host().takeLog()).isEmpty();
  }

  @Test
  void aRestartIsALaterLifeAtTheSameAddress() {
    simulation.crash(a);
    simulation.restart(a);
    assertThat(a.host().self().incarnation()).isEqualTo(1_000_001);
    assertThat(a.host().self().address()).isEqualTo(a.address());
    assertThatIllegalStateException().isThrownBy(() -> simulation.restart(a));
  }

  @Test
  void itIsQuietWhenOnlyTimersAreLeft() {
    simulation.input(a, (host, now) -> host.deadline = 5_000);
    dial(a, b);
    simulation.runUntilQuiet(100);
    assertThat(simulation.now()).isEqualTo(20);
  }

  @Test
  void timersAreHeldBackUntilAllIsDone() {
    simulation.input(a, (host, now) -> host.deadline = 5);
    simulation.holdTimers(() -> {
      for (int i = 0; i < 2; i++) {
        dial(a, b);
        simulation.runUntilQuiet(100);
      }
    });
    assertThat(a.host().takeLog())
        .containsExactly("20: connected 7 to n1/1000000", "40: connected 7 to n1/1000000");
    simulation.run(0);
    assertThat(a.host().takeLog()).containsExactly("40: awake");
  }

  @Test
  void timersGoOffAlsoIfWhatHeldThemFails() {
    simulation.input(a, (host, now) -> host.deadline = 5);
    assertThatIllegalStateException()
        .isThrownBy(() -> simulation.holdTimers(() -> {
          dial(a, b);
          simulation.runUntilQuiet(100);
          throw new IllegalStateException("broken");
        }));
    simulation.run(0);
    assertThat(a.host().takeLog()).contains("20: awake");
  }

  @Test
  void whatNeverComesToRestFails() {
    connect();
    simulation.input(b, (host, now) -> b.sendDirect(a.address(), null, Recorder.ECHO));
    assertThatThrownBy(() -> simulation.runUntilQuiet(1))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("No rest after 1 events")
        .hasMessageContaining("Seed 1");
  }

  @Test
  void runUntilStopsWhenTheConditionHolds() {
    assertThat(simulation.runUntil(() -> simulation.now() >= 300, 100, 1_000)).isTrue();
    assertThat(simulation.now()).isEqualTo(300);
    assertThat(simulation.runUntil(() -> false, 100, 250)).isFalse();
    assertThat(simulation.now()).isEqualTo(550);
  }

  @Test
  void whatIsPlannedHappensAtItsTime() {
    List<Long> times = new ArrayList<>();
    simulation.at(300, () -> times.add(simulation.now()));
    simulation.at(100, () -> times.add(simulation.now()));
    simulation.run(1_000);
    assertThat(times).containsExactly(100L, 300L);
  }

  @Test
  void aBrokenInvariantTellsSeedTimeAndValues() {
    simulation.check((where, node) -> {
      if (where.now() >= 20) {
        throw new IllegalStateException(node + " is touched");
      }
    });
    dial(a, b);
    assertThatThrownBy(() -> simulation.run(100))
        .isInstanceOf(SimulationFailure.class)
        .hasMessage("Seed 1, at 20 ms, event 2: node 0 is touched");
  }

  @Test
  void aProbabilityIsFromZeroToOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> simulation.loss(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> simulation.duplicateDials(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> simulation.loss(Double.NaN));
  }

  @Test
  void optionsHaveRanges() {
    assertThatIllegalArgumentException().isThrownBy(() -> TEN_MILLIS.silence(0));
    assertThatIllegalArgumentException().isThrownBy(() -> TEN_MILLIS.refusal(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Latency.uniform(5, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> Latency.fixed(-1));
  }
}
