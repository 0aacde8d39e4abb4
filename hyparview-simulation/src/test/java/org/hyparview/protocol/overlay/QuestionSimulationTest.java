package org.hyparview.protocol.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.FoldResult;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.protocol.plumtree.QuestionConfig;
import org.hyparview.simulation.host.OverlayHost;
import org.hyparview.simulation.net.Latency;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.scenario.BroadcastCluster.Reply;
import org.hyparview.simulation.scenario.BroadcastCounts;
import org.hyparview.simulation.scenario.BroadcastRecord;
import org.hyparview.simulation.scenario.SeedRange;
import org.junit.jupiter.api.Test;

/**
 * Questions to whole overlays in virtual time.
 *
 * <p>The number of seeds and of nodes can be set: see {@link SeedRange}. A seed takes much longer
 * than one of a history, so there is one for every 500. The system property
 * {@code hyparview.questions} is the number of questions to each overlay of which nodes crash; by
 * default 1. With more than 1,000 nodes the membership machines, which other tests check after each
 * input, are checked after one input of 16: otherwise that would take longer than all else. The
 * broadcast machines are always checked after each.
 */
class QuestionSimulationTest {

  private static final Latency UNIFORM = Latency.uniform(1, 50);
  private static final long TIMEOUT = 20_000;

  /**
   * More than the time after which a message may shape the tree again, and than that of a graft.
   */
  private static final long PAUSE = 3_000;

  /** How often a fold is asked for at most, until no view changes meanwhile. */
  private static final int TRIES = 10;

  /** How many questions an overlay is asked in turn while nodes crash. */
  private static final int QUESTIONS = Integer.getInteger("hyparview.questions", 1);

  /** Holds all answers of the largest overlay. */
  private static final PlumtreeConfig CONFIG = PlumtreeConfig.builder()
      .questions(new QuestionConfig(1_024, 64 << 10, 8 << 20, 1 << 30))
      .build();

  private static void each(String method, String name, LongConsumer run) {
    SeedRange.oneOf(500).each(name, replay(method), run);
  }

  private static String replay(String method) {
    String replay = SeedRange.replayOfThisSize(QuestionSimulationTest.class, method);
    return QUESTIONS == 1 ? replay : replay + " -Dhyparview.questions=" + QUESTIONS;
  }

  private static Broadcasts settled(long seed, int nodes) {
    int oneIn = nodes > 1_000 ? 16 : 1;
    Broadcasts broadcasts = new Broadcasts(seed, UNIFORM, HyParViewConfig.DEFAULT, CONFIG, oneIn);
    broadcasts.cluster.respond((node, question) -> new Reply(answer(node, question.fold()), 0));
    broadcasts.cluster.membership().sequential(nodes);
    broadcasts.settle();
    return broadcasts;
  }

  /**
   * Makes the tree, which the first messages find.
   *
   * @return the active views when the last of them was sent
   */
  private static List<Set<Peer>> shape(Broadcasts broadcasts) {
    List<Set<Peer>> views = List.of();
    for (int i = 0; i < 3; i++) {
      views = broadcasts.views();
      broadcasts.cluster.broadcast(broadcasts.simulation.node(0));
      broadcasts.simulation.run(PAUSE);
    }
    return views;
  }

  private static Answer answer(SimulatedNode<OverlayHost> node, Fold fold) {
    return fold.kind() == Fold.Kind.COLLECT
        ? Answer.of(new byte[] {(byte) node.index(), (byte) (node.index() >> 8)})
        : Answer.of(node.index());
  }

  private static Answered answered(BroadcastRecord asked) {
    PlumtreeEvent outcome = asked.outcome();
    assertThat(outcome).as("the outcome of %s", asked.id()).isInstanceOf(Answered.class);
    return (Answered) Objects.requireNonNull(outcome);
  }

  private static boolean isComplete(Answered answered) {
    return answered.reachedAll() && answered.result().isComplete();
  }

  private static List<Fold> folds(int nodes) {
    return List.of(
        Fold.collect(nodes * 100), Fold.COUNT, Fold.SUM, Fold.MIN, Fold.MAX, Fold.top(10));
  }

  @Test
  void withoutFaultsEachFoldIsExactForOneQuestionAndOneAnswerANode() {
    AtomicInteger counted = new AtomicInteger();
    each(
        "withoutFaultsEachFoldIsExactForOneQuestionAndOneAnswerANode",
        "questions without faults",
        seed -> counted.addAndGet(isExact(seed)));
    System.out.println("the messages of a question were counted for " + counted + " folds");
  }

  /** Returns for how many of the folds the messages of a question could be counted. */
  private static int isExact(long seed) {
    int nodes = SeedRange.nodes();
    Broadcasts broadcasts = settled(seed, nodes);
    broadcasts.calm();
    List<Set<Peer>> before = shape(broadcasts);
    SplittableRandom random = new SplittableRandom(seed);
    int counted = 0;
    for (Fold fold : folds(nodes)) {
      boolean wasCounted = false;
      for (int tries = 0; !wasCounted && tries < TRIES; tries++) {
        List<Set<Peer>> now = broadcasts.views();
        wasCounted = isExact(fold, broadcasts, before, random);
        before = now;
      }
      counted += wasCounted ? 1 : 0;
    }
    return counted;
  }

  /**
   * Asks one question. Its messages are counted if no view has changed since the message before it,
   * since a new link is in the tree until a message has crossed the overlay.
   *
   * @return whether they were counted
   */
  private static boolean isExact(
      Fold fold, Broadcasts broadcasts, List<Set<Peer>> before, SplittableRandom random) {
    int nodes = broadcasts.simulation.size();
    BroadcastCounts counts = broadcasts.cluster.counts();
    SimulatedNode<OverlayHost> origin = broadcasts.any(random);
    BroadcastRecord asked = broadcasts.cluster.ask(origin, fold, TIMEOUT);
    broadcasts.simulation.runUntil(() -> asked.outcome() != null, 50, TIMEOUT);
    broadcasts.simulation.run(PAUSE);
    Answered answered = answered(asked);
    assertThat(isComplete(answered)).as("%s: %s", fold, answered).isTrue();
    assertThat(answered.result().answered()).as("%s", fold).isEqualTo(nodes);
    check(fold, answered.result(), broadcasts);
    assertThat(broadcasts.simulation.alive())
        .as("answers")
        .allMatch(node -> asked.answersAt(node)
            <= answered.attempts() * node.host().membership().activeSize());
    boolean counted = answered.attempts() == 1 && broadcasts.views().equals(before);
    if (counted) {
      BroadcastCounts cost = broadcasts.cluster.counts().since(counts);
      assertThat(cost.payloads()).as("questions").isEqualTo(nodes - 1);
      assertThat(cost.acks()).as("answers").isEqualTo(nodes - 1);
    }
    return counted;
  }

  private static void check(Fold fold, FoldResult result, Broadcasts broadcasts) {
    int nodes = broadcasts.simulation.size();
    List<Long> best = result.ranked().stream().map(FoldResult.Ranked::number).toList();
    switch (fold.kind()) {
      case COUNT -> assertThat(result.answered()).isEqualTo(nodes);
      case SUM -> assertThat(result.sum()).isEqualTo(nodes * (nodes - 1L) / 2);
      case MIN -> assertThat(best).containsExactly(0L);
      case MAX -> assertThat(best).containsExactly(nodes - 1L);
      case TOP -> assertThat(best).hasSize(10).startsWith(nodes - 1L).endsWith(nodes - 10L);
      case COLLECT -> assertThat(names(result)).isEqualTo(names(broadcasts.simulation.alive()));
    }
  }

  private static Set<PeerId> names(FoldResult result) {
    Set<PeerId> names =
        result.collected().stream().map(FoldResult.Collected::node).collect(Collectors.toSet());
    assertThat(names).as("each once").hasSameSizeAs(result.collected());
    return names;
  }

  private static Set<PeerId> names(List<SimulatedNode<OverlayHost>> nodes) {
    return nodes.stream().map(node -> node.host().self().id()).collect(Collectors.toSet());
  }

  @Test
  void whileNodesCrashAResultThatClaimsToBeCompleteHasAllThatLivedThroughout() {
    AtomicInteger complete = new AtomicInteger();
    each(
        "whileNodesCrashAResultThatClaimsToBeCompleteHasAllThatLivedThroughout",
        "questions with crashes",
        seed -> complete.addAndGet(isNeverSilentlyIncomplete(seed)));
    System.out.println(
        complete + " of them were complete, with " + QUESTIONS + " questions to each overlay");
  }

  /** Returns how many of the results were complete. */
  private static int isNeverSilentlyIncomplete(long seed) {
    Broadcasts broadcasts = settled(seed, SeedRange.nodes());
    SplittableRandom random = new SplittableRandom(seed);
    broadcasts.cluster.respond((node, question) ->
        new Reply(answer(node, question.fold()), random.nextInt(4) == 0 ? random.nextInt(400) : 0));
    int complete = askWhileNodesCrash(broadcasts, random) ? 1 : 0;
    for (int i = 1; i < QUESTIONS; i++) {
      replaceTheDead(broadcasts, random);
      complete += askWhileNodesCrash(broadcasts, random) ? 1 : 0;
    }
    return complete;
  }

  /** Returns whether the result was complete. */
  private static boolean askWhileNodesCrash(Broadcasts broadcasts, SplittableRandom random) {
    int nodes = broadcasts.simulation.size();
    long timeout = 300L + random.nextInt(random.nextBoolean() ? 1_500 : 10_000);
    BroadcastRecord asked =
        broadcasts.cluster.ask(broadcasts.simulation.node(0), Fold.collect(nodes * 100), timeout);
    for (int crashes = Math.max(1, nodes / 100); crashes > 0; crashes--) {
      broadcasts.simulation.run(random.nextInt(1 + 600 / crashes));
      crash(broadcasts, random);
    }
    broadcasts.simulation.run(11_000);
    Answered answered = answered(asked);
    Set<PeerId> found = names(answered.result());
    if (isComplete(answered)) {
      Set<PeerId> throughout = broadcasts.simulation.alive().stream()
          .filter(asked::isAliveSince)
          .map(node -> node.host().self().id())
          .collect(Collectors.toSet());
      throughout.removeAll(found);
      assertThat(throughout).as("missing in %s", answered).isEmpty();
    }
    assertThat(answered.missing()).hasSizeLessThanOrEqualTo(PlumtreeMessage.MAX_MISSING);
    return isComplete(answered);
  }

  /**
   * Lets a node join at the address of each dead one, as often the same node in a new life as
   * another one, and lets the overlay settle.
   */
  private static void replaceTheDead(Broadcasts broadcasts, SplittableRandom random) {
    for (SimulatedNode<OverlayHost> node : broadcasts.simulation.nodes()) {
      if (!node.isAlive()) {
        if (random.nextBoolean()) {
          broadcasts.simulation.restart(node);
        } else {
          broadcasts.simulation.replace(node);
        }
        broadcasts.cluster.membership().join(node);
        broadcasts.simulation.run(random.nextInt(100));
      }
    }
    broadcasts.settle();
    broadcasts.cluster.forgetRecords();
  }

  private static void crash(Broadcasts broadcasts, SplittableRandom random) {
    SimulatedNode<OverlayHost> node = broadcasts.any(random);
    if (node.index() == 0) {
      return;
    }
    if (random.nextBoolean()) {
      broadcasts.simulation.crash(node);
    } else {
      broadcasts.simulation.vanish(node);
    }
  }

  @Test
  void aHandlerThatFailsOrNeverAnswersIsNamedAndAllOthersAreInTheResult() {
    Broadcasts broadcasts = settled(5, 100);
    SimulatedNode<OverlayHost> silent = broadcasts.simulation.node(60);
    SimulatedNode<OverlayHost> failing = broadcasts.simulation.node(70);
    broadcasts.cluster.respond((node, question) ->
        node == silent ? null : new Reply(node == failing ? Answer.FAILED : Answer.of(1), 30));
    BroadcastRecord asked = broadcasts.cluster.ask(broadcasts.simulation.node(3), Fold.SUM, 4_000);
    broadcasts.simulation.run(4_000);
    Answered answered = answered(asked);
    assertThat(answered.reachedAll()).isTrue();
    assertThat(answered.attempts()).isEqualTo(1);
    assertThat(answered.result().isComplete()).isFalse();
    assertThat(answered.result().sum()).isEqualTo(98);
    assertThat(answered.result().failures())
        .containsExactlyInAnyOrder(
            silent.host().self().id(), failing.host().self().id());
    assertThat(asked.timeToOutcome()).isBetween(2_000L, 3_000L);
  }

  @Test
  void nodesThatDoNotAnswerAreCountedButNotMissing() {
    Broadcasts broadcasts = settled(6, 100);
    broadcasts.cluster.respond((node, question) ->
        new Reply(node.index() % 2 == 0 ? Answer.of(node.index()) : Answer.NONE, 0));
    BroadcastRecord asked = broadcasts.cluster.ask(broadcasts.simulation.node(3), Fold.MAX, 4_000);
    broadcasts.simulation.run(4_000);
    FoldResult result = answered(asked).result();
    assertThat(result.nodes()).isEqualTo(100);
    assertThat(result.answered()).isEqualTo(50);
    assertThat(result.isComplete()).isTrue();
    assertThat(result.ranked())
        .containsExactly(
            new FoldResult.Ranked(broadcasts.simulation.node(98).host().self().id(), 98));
  }

  @Test
  void answersBeyondTheBytesAreOmittedAndCounted() {
    Broadcasts broadcasts = settled(7, 100);
    BroadcastRecord asked =
        broadcasts.cluster.ask(broadcasts.simulation.node(3), Fold.collect(300), TIMEOUT);
    broadcasts.simulation.run(5_000);
    Answered answered = answered(asked);
    assertThat(answered.reachedAll()).isTrue();
    FoldResult result = answered.result();
    assertThat(result.isComplete()).isFalse();
    assertThat(result.answered()).isEqualTo(100);
    assertThat(result.collected()).isNotEmpty();
    assertThat(result.omitted()).isEqualTo(100 - result.collected().size());
  }
}
