package org.hyparview.demo.simulate;

import java.util.Arrays;
import java.util.List;
import org.hyparview.simulation.metrics.DegreeDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The results of one simulation. It has no real times, so the same plan gives an equal one.
 *
 * @param plan what was simulated
 * @param before just before the failure
 * @param hit just after it, before anybody can have noticed
 * @param after at the end
 * @param messages the broadcasts after the failure
 * @param cycles the periodic steps after it
 * @param timeToConnect milliseconds from the failure until the survivors were seen as one
 *     component; null if never
 * @param timeToHeal the same until they also had no dead and no one-way entries
 * @param messageCost membership messages a node and periodic step, from the failure to the end
 * @param virtualMillis how much time has passed in the simulated network
 * @param events what happened in it
 * @param trace a hash over all that happened
 */
record SimulationReport(
    SimulationPlan plan,
    Look before,
    Look hit,
    Look after,
    List<Message> messages,
    List<Cycle> cycles,
    @Nullable Long timeToConnect,
    @Nullable Long timeToHeal,
    double messageCost,
    long virtualMillis,
    long events,
    long trace) {

  SimulationReport {
    messages = List.copyOf(messages);
    cycles = List.copyOf(cycles);
  }

  /**
   * The overlay at one moment.
   *
   * @param living how many nodes live
   * @param components how many separate parts they form
   * @param largest how many are in the largest of these
   * @param oneWay how often one has another as a neighbor, but not the other way round
   * @param dead how often one has a dead neighbor
   * @param degrees how many nodes have how many living neighbors, from none
   * @param meanDegree the mean number of these
   * @param path the mean number of hops between two nodes
   * @param clustering how many of a node's neighbors are neighbors themselves, 0..1
   * @param passiveAccuracy how many of the candidates in reserve live, 0..1
   */
  record Look(
      int living,
      int components,
      int largest,
      long oneWay,
      long dead,
      List<Integer> degrees,
      double meanDegree,
      double path,
      double clustering,
      double passiveAccuracy) {

    Look {
      degrees = List.copyOf(degrees);
    }

    static List<Integer> listOf(DegreeDistribution distribution) {
      return Arrays.stream(distribution.histogram()).boxed().toList();
    }

    /** Whether it is one component without one-way and dead entries. */
    boolean isWhole() {
      return components == 1 && oneWay == 0 && dead == 0;
    }

    /** The share of the living nodes that have so many neighbors. */
    double share(int degree) {
      return degree < degrees.size() ? (double) degrees.get(degree) / living : 0;
    }

    /** The share of the living nodes that are in the largest component. */
    double largestShare() {
      return (double) largest / living;
    }
  }

  /**
   * A broadcast from a random living node.
   *
   * @param at milliseconds after the failure
   * @param reliability the share of the living nodes that it reached, 0..1
   * @param hops to the one that it reached last
   * @param largestShare the share of the living nodes in the largest component, 0..1: what a
   *     message from there reaches
   */
  record Message(long at, double reliability, int hops, double largestShare) {}

  /**
   * A periodic step.
   *
   * @param at milliseconds after the failure
   * @param components of the living nodes
   * @param meanDegree their mean number of neighbors
   * @param passiveAccuracy how many of their candidates live, 0..1
   */
  record Cycle(long at, int components, double meanDegree, double passiveAccuracy) {}

  /** The reliability of the first message. */
  double firstReliability() {
    return messages.get(0).reliability();
  }

  /** The mean reliability of all messages. */
  double meanReliability() {
    return messages.stream().mapToDouble(Message::reliability).average().orElseThrow();
  }

  /** The first message from which on all reached all, counted from 1; 0 if there is none. */
  int firstOfTheComplete() {
    int first = messages.size();
    while (first > 0 && messages.get(first - 1).reliability() == 1) {
      first--;
    }
    return first == messages.size() ? 0 : first + 1;
  }

  /** Whether the survivors are one symmetric component without dead entries. */
  boolean isHealed() {
    return after.isWhole();
  }
}
