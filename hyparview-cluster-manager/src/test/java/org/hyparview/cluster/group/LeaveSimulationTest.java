package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.Seeds;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.group.GroupNet.Outcome;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes leave at nearly the same time, the leader and its successors among them, while others join:
 * no leave and no operation ever has to wait for an election by timeout, which takes 3 s.
 */
@Execution(ExecutionMode.CONCURRENT)
class LeaveSimulationTest {

  /** The most that anything takes, with messages that take up to {@link #MAX_DELAY} ms. */
  private static final int MAX_MILLIS = 1_500;

  private static final int MAX_DELAY = 20;

  /**
   * The seeds that are tried each time in addition: a leaving leader was asked to take over again
   * by its successor, and the election failed, after which all were refused until the timeout.
   */
  private static final long[] HAVE_FAILED = {746, 4290, 9342, 15715};

  static LongStream seeds() {
    return LongStream.concat(Seeds.all(200), LongStream.of(HAVE_FAILED)).distinct();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingWaitsForAnElectionByTimeout(long seed) {
    Run run = new Run(seed);
    run.begin();
    run.disturb();
    assertThat(run.end()).as("what is over, seed " + seed).isTrue();
  }

  /** One run, with its own random choices. */
  private static final class Run {

    private final SplittableRandom random;
    private final GroupNet net;
    private final Map<Node, Long> leftAt = new LinkedHashMap<>();
    private final List<Outcome<StoreResult>> increments = new ArrayList<>();
    private int joined;

    Run(long seed) {
      random = new SplittableRandom(seed);
      net = new GroupNet(seed, GroupNet.config(QuorumLossPolicy.RECOVER_IF_PROVEN));
      net.maxDelay = random.nextInt(1, MAX_DELAY + 1);
    }

    /** Starts the group, which is complete in half of the runs. */
    void begin() {
      int nodes = random.nextInt(2, 7);
      for (int i = 0; i < nodes; i++) {
        net.start("n" + i);
      }
      net.node(0).add("c");
      if (random.nextBoolean()) {
        net.awaitVoters(net.config().voters(nodes));
      }
      net.pass(random.nextInt(500));
    }

    void disturb() {
      int steps = random.nextInt(2, 10);
      for (int i = 0; i < steps; i++) {
        List<Node> staying = net.staying();
        int choice = random.nextInt(10);
        if (choice < 5 && staying.size() > 1) {
          leave(leaderOrAny(staying));
        } else if (choice < 8) {
          net.start("joined" + joined++);
        } else {
          increments.add(any(staying).submit(new StoreOp.Add("c", 1)));
        }
        net.pass(random.nextInt(60));
      }
    }

    private void leave(Node node) {
      leftAt.put(node, net.now());
      net.leave(node, 10_000);
    }

    /** Returns a leader that stays, in one of three cases. */
    private Node leaderOrAny(List<Node> staying) {
      List<Node> leaders = random.nextInt(3) == 0 ? net.leaders() : List.of();
      return leaders.stream().filter(staying::contains).findFirst().orElseGet(() -> any(staying));
    }

    private Node any(List<Node> staying) {
      return staying.get(random.nextInt(staying.size()));
    }

    /** Returns whether all that was begun is over in time. */
    boolean end() {
      return net.passUntil(
          MAX_MILLIS,
          () -> leftAt.keySet().stream().allMatch(node -> node.dead)
              && increments.stream().allMatch(increment -> increment.done));
    }
  }
}
