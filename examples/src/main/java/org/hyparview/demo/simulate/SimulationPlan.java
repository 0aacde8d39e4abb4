package org.hyparview.demo.simulate;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a simulation. The same plan gives the same run.
 *
 * @param nodes how many nodes join, 2..1,000,000
 * @param fail which part of them fails, 0 up to but not 1
 * @param seed where all chance comes from
 * @param config what the nodes run with
 * @param cycles periodic steps before the failure, 0..100,000
 * @param healCycles periodic steps after it, 0..100,000
 * @param messages how many are broadcast after the failure, 1..100,000
 * @param every milliseconds from one to the next, 1..60,000
 * @param loss the probability that a membership message is lost, 0..0.5
 * @param churn the share of the nodes that is replaced in a minute, 0..1
 * @param latency how long messages take
 * @param join how the nodes come
 * @param contactDies whether the node through which all joined is among those that fail
 * @param silently whether those that fail are found dead by their silence, as if their machines
 *     were cut off, rather than by a broken connection
 */
record SimulationPlan(
    int nodes,
    double fail,
    long seed,
    HyParViewConfig config,
    int cycles,
    int healCycles,
    int messages,
    int every,
    double loss,
    double churn,
    LatencyRange latency,
    JoinSchedule join,
    boolean contactDies,
    boolean silently) {

  static final int MAX_NODES = 1_000_000;
  static final int MAX_STEPS = 100_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the option, its range and its value
   */
  SimulationPlan {
    Ranges.check("--nodes", nodes, 2, MAX_NODES);
    Ranges.check("--cycles", cycles, 0, MAX_STEPS);
    Ranges.check("--heal-cycles", healCycles, 0, MAX_STEPS);
    Ranges.check("--messages", messages, 1, MAX_STEPS);
    Ranges.check("--every", every, 1, 60_000);
    checkShare("--loss", loss, 0.5);
    checkShare("--churn", churn, 1);
    if (!(fail >= 0 && fail < 1) || nodes - Math.round(fail * nodes) < 2) {
      throw new IllegalArgumentException("--fail " + fail + " of --nodes " + nodes
          + " must be in 0..1 and leave at least 2 nodes");
    }
  }

  private static void checkShare(String name, double value, double max) {
    if (!(value >= 0 && value <= max)) {
      throw new IllegalArgumentException(name + " must be in 0.." + max + ", but is " + value);
    }
  }

  /** The same with another seed. */
  SimulationPlan withSeed(long other) {
    return new SimulationPlan(
        nodes,
        fail,
        other,
        config,
        cycles,
        healCycles,
        messages,
        every,
        loss,
        churn,
        latency,
        join,
        contactDies,
        silently);
  }

  /** How many nodes fail. */
  int doomed() {
    return (int) Math.round(fail * nodes);
  }

  /** The arguments that make this plan: what differs from the defaults, and the seed. */
  List<String> arguments() {
    Arguments arguments = new Arguments();
    arguments.add("--nodes", nodes, null);
    arguments.add("--fail", fail, null);
    arguments.add("--seed", seed, null);
    HyParViewConfig defaults = HyParViewConfig.DEFAULT;
    arguments.add("--active", config.activeViewSize(), defaults.activeViewSize());
    arguments.add("--passive", config.passiveViewSize(), defaults.passiveViewSize());
    arguments.add("--arwl", config.activeRandomWalkLength(), defaults.activeRandomWalkLength());
    arguments.add("--prwl", config.passiveRandomWalkLength(), defaults.passiveRandomWalkLength());
    arguments.add("--ka", config.shuffleActive(), defaults.shuffleActive());
    arguments.add("--kp", config.shufflePassive(), defaults.shufflePassive());
    arguments.add("--shuffle-ttl", config.shuffleTimeToLive(), defaults.shuffleTimeToLive());
    arguments.add("--shuffle-interval", config.shuffleInterval(), defaults.shuffleInterval());
    arguments.add("--cycles", cycles, SimulateCommand.CYCLES);
    arguments.add("--heal-cycles", healCycles, SimulateCommand.HEAL_CYCLES);
    arguments.add("--messages", messages, SimulateCommand.MESSAGES);
    arguments.add("--every", every, SimulateCommand.EVERY);
    arguments.add("--loss", loss, 0.0);
    arguments.add("--churn", churn, 0.0);
    arguments.add("--latency", latency, LatencyRange.DEFAULT);
    arguments.add("--join", join, JoinSchedule.SEQUENTIAL);
    arguments.add("--contacts", contactDies ? "dead" : "alive", "alive");
    if (silently) {
      arguments.list.add("--silently");
    }
    return List.copyOf(arguments.list);
  }

  /** Names and values, but those that are defaults. */
  private static final class Arguments {
    final List<String> list = new ArrayList<>();

    void add(String name, Object value, @Nullable Object byDefault) {
      if (!value.equals(byDefault)) {
        list.add(name);
        list.add(value.toString());
      }
    }
  }
}
