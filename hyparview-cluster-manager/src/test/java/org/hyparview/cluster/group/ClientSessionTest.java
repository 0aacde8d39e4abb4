package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.group.GroupNet.Outcome;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.protocol.store.StoreResult.Reason;
import org.hyparview.cluster.protocol.store.StoreResult.Refused;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.Scheduler;
import org.hyparview.cluster.raft.VirtualTime;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** The messages of a node for its requests, answer by answer. The test is the leader. */
class ClientSessionTest {

  private static final int TIMEOUT = 5_000;

  private final VirtualTime time = new VirtualTime();
  private final ArrayDeque<Ask> sent = new ArrayDeque<>();
  private final List<String> lost = new ArrayList<>();
  private final ClientSession clientSession;

  ClientSessionTest() {
    Scheduler scheduler = new Scheduler() {
      @Override
      public void execute(Runnable task) {
        schedule(task, 0);
      }

      @Override
      public void schedule(Runnable task, long millis) {
        time.after(millis, task);
      }

      @Override
      public long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(time.now());
      }
    };
    Directory directory =
        new Directory(new Peer(PeerId.of("a"), 1, new PeerAddress("a", 1)), () -> false);
    Endpoint leader = new Endpoint("a", 1);
    directory.groups().confirmed(GroupDescriptor.founded("g", 0, 1, leader));
    GroupContext context = new GroupContext(
        directory,
        (node, message) -> sent.add((Ask) message),
        new NoPort(),
        GroupNet.config(QuorumLossPolicy.WAIT),
        scheduler,
        new SplittableRandom(1),
        openGate(),
        new OutdatedReplicas());
    LeaderFinder finder = new LeaderFinder(directory);
    clientSession = new ClientSession(
        context,
        finder,
        new GroupBootstrap(context, group -> {}, group -> false),
        new Outage(context, finder, () -> false, 50),
        new CallIds());
    clientSession.onSessionLost(() -> lost.add("lost"));
  }

  private static VersionGate openGate() {
    VersionGate gate = new VersionGate();
    assertThat(gate.setVersion(1)).isFalse();
    return gate;
  }

  /** A port without function: the test needs nothing of it. */
  private static final class NoPort implements GroupPort {

    @Override
    public void send(Peer to, Buffer frame) {
      throw new IllegalStateException("not here");
    }

    @Override
    public void announce(GroupDescriptor group) {
      throw new IllegalStateException("not here");
    }

    @Override
    public long wallClock() {
      return 0;
    }

    @Override
    public boolean isSearching() {
      return false;
    }

    @Override
    public boolean mayHaveUnmet() {
      return false;
    }

    @Override
    public void withdraw(String group) {
      throw new IllegalStateException("not here");
    }

    @Override
    public void groupReplaced(GroupDescriptor before, GroupDescriptor after) {
      throw new IllegalStateException("not here");
    }

    @Override
    public void locksLost(List<String> locks) {
      throw new IllegalStateException("not here");
    }

    @Override
    public void prove(Peer node, Consumer<Boolean> proof) {
      throw new IllegalStateException("not here");
    }
  }

  private void pass(long millis) {
    time.pass(millis);
    clientSession.tick();
  }

  private Outcome<StoreResult> add() {
    Outcome<StoreResult> outcome = new Outcome<>();
    clientSession.submit(new StoreOp.Add("c", 1), TIMEOUT, outcome, late -> {});
    pass(1);
    return outcome;
  }

  private Ask next() {
    return sent.remove();
  }

  private static StoreCommand.Request only(Ask ask) {
    assertThat(ask.commands()).hasSize(1);
    return (StoreCommand.Request) ask.commands().get(0);
  }

  private void answer(Ask ask, StoreResult... results) {
    assertThat(clientSession.answered(new Answer(ask.call(), 0, List.of(results))))
        .isTrue();
    pass(1);
  }

  private Outcome<StoreResult> addInSession() {
    Outcome<StoreResult> outcome = add();
    answer(next(), new Amount(9));
    return outcome;
  }

  @Test
  void aSessionIsOpenedFirstAndRequestsHaveNumbersInIt() {
    Outcome<StoreResult> first = add();
    Ask open = next();
    assertThat(open.commands()).containsExactly(new StoreCommand.OpenSession("a", 1));
    answer(open, new Amount(9));
    Ask ask = next();
    assertThat(only(ask).session()).isEqualTo(9);
    assertThat(only(ask).number()).isEqualTo(1);
    answer(ask, new Amount(1));
    assertThat(first.value()).isEqualTo(new Amount(1));
    add();
    assertThat(only(next()).acknowledgedUpTo()).isEqualTo(1);
  }

  /** The refusal of the second overtakes the answer to the first, which it was refused for. */
  @Test
  void aRefusalThatIsOlderThanTheAnswerEndsNoSession() {
    Outcome<StoreResult> first = addInSession();
    Outcome<StoreResult> second = add();
    Ask one = next();
    Ask two = next();
    answer(one, new Amount(1));
    answer(two, new Refused(Reason.GAP));
    assertThat(first.done).isTrue();
    assertThat(lost).isEmpty();
    pass(100);
    Ask again = next();
    assertThat(only(again).number()).isEqualTo(2);
    assertThat(only(again).session()).isEqualTo(9);
    answer(again, new Amount(2));
    assertThat(second.value()).isEqualTo(new Amount(2));
  }

  @Test
  void aStoreThatForgotWhatItAnsweredHasLostTheSession() {
    addInSession();
    answer(next(), new Amount(1));
    add();
    answer(next(), new Refused(Reason.GAP));
    assertThat(lost).containsExactly("lost");
    assertThat(next().commands()).containsExactly(new StoreCommand.OpenSession("a", 2));
  }

  @Test
  void whatAnEndedSessionRefusedIsDoneInTheNext() {
    Outcome<StoreResult> outcome = addInSession();
    answer(next(), new Refused(Reason.UNKNOWN_SESSION));
    assertThat(outcome.done).isFalse();
    answer(next(), new Amount(10));
    Ask again = next();
    assertThat(only(again).session()).isEqualTo(10);
    assertThat(only(again).number()).isEqualTo(1);
    answer(again, new Amount(1));
    assertThat(outcome.value()).isEqualTo(new Amount(1));
  }

  /** A request that was sent twice may have been applied the first time. */
  @Test
  void whatWasSentTwiceBeforeTheSessionEndedIsUnknown() {
    Outcome<StoreResult> outcome = addInSession();
    clientSession.refused("a", new Refusal(next().call(), false, null));
    pass(100);
    answer(next(), new Refused(Reason.UNKNOWN_SESSION));
    assertThat(outcome.failure)
        .isInstanceOfSatisfying(
            SharedDataException.class,
            failure -> assertThat(failure.isOutcomeUnknown()).isTrue());
  }

  @Test
  void whatIsLateIsSkippedWhenItIsSentAgain() {
    Outcome<StoreResult> outcome = addInSession();
    next();
    for (int i = 0; i < TIMEOUT / 100; i++) {
      pass(100);
    }
    assertThat(outcome.failure).hasMessageContaining("outcome unknown");
    sent.clear();
    pass(1_100);
    assertThat(only(next()).op()).isEqualTo(new StoreOp.Skip());
  }

  @Test
  void whatWasNeverSentWasNotDone() {
    Outcome<StoreResult> outcome = add();
    for (int i = 0; i < TIMEOUT / 100; i++) {
      pass(100);
    }
    assertThat(outcome.failure)
        .hasMessageContaining("not done")
        .isInstanceOfSatisfying(
            SharedDataException.class,
            failure -> assertThat(failure.isOutcomeUnknown()).isFalse());
  }
}
