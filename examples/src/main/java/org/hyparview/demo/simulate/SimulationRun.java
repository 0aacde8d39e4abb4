package org.hyparview.demo.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hyparview.demo.simulate.SimulationReport.Cycle;
import org.hyparview.demo.simulate.SimulationReport.Look;
import org.hyparview.demo.simulate.SimulationReport.Message;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.metrics.BroadcastMetrics;
import org.hyparview.simulation.metrics.Components;
import org.hyparview.simulation.metrics.Flood;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.metrics.ShortestPaths;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationOptions;
import org.hyparview.simulation.scenario.MembershipCluster;
import org.jspecify.annotations.Nullable;

/**
 * One simulation: nodes join and settle, some fail at once, messages are broadcast while the others
 * repair their views, and what is left heals. An instance is for one run.
 *
 * <p>A message goes to all neighbors of all whom it reaches, over the active views as they are at
 * one moment. The time that it would take to travel, and lost messages, are left out: so what it
 * reaches is what the views can do at that moment.
 */
final class SimulationRun {

  /** Time for requests that loss and churn have left behind. */
  private static final int CALM_CYCLES = 2;

  private static final long MOST_EVENTS_TO_REST = 1_000_000_000;

  /** From so many nodes shortest paths are searched. */
  private static final int PATH_SOURCES = 1_024;

  private final SimulationPlan plan;
  private final Progress progress;
  private final MembershipCluster<HyParViewHost> cluster;
  private final Simulation<HyParViewHost> simulation;
  private final List<Message> messages = new ArrayList<>();
  private final List<Cycle> cycles = new ArrayList<>();

  private long replacementPause;
  private long nextReplacement;
  private long failedAt;
  private @Nullable Long timeToConnect;
  private @Nullable Long timeToHeal;

  /** A run that has not begun. */
  SimulationRun(SimulationPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
    cluster = MembershipCluster.of(
        SimulationOptions.seed(plan.seed()).latency(plan.latency().toLatency()), plan.config());
    simulation = cluster.simulation();
  }

  /** Runs. */
  SimulationReport run() {
    join();
    simulation.loss(plan.loss());
    stabilize();
    Look before = look();
    fail();
    Look hit = look();
    long messagesBefore = simulation.messages();
    broadcast();
    heal();
    double steps = (double) (simulation.now() - failedAt) / plan.config().shuffleInterval();
    double cost = (simulation.messages() - messagesBefore) / (steps * hit.living());
    comeToRest();
    return new SimulationReport(
        plan,
        before,
        hit,
        look(),
        messages,
        cycles,
        timeToConnect,
        timeToHeal,
        cost,
        simulation.now(),
        simulation.events(),
        simulation.traceHash());
  }

  // Phases

  private void join() {
    progress.begin("joining", plan.nodes(), "nodes");
    if (plan.join().equals(JoinSchedule.BURST)) {
      cluster.burst(plan.nodes());
      progress.done(plan.nodes());
    } else if (plan.join().equals(JoinSchedule.SEQUENTIAL)) {
      simulation.holdTimers(() -> joinOneByOne(() -> cluster.sequential(1)));
    } else {
      joinOneByOne(() -> cluster.sequential(1, plan.join().pause()));
    }
  }

  private void joinOneByOne(Runnable join) {
    for (int i = 1; i <= plan.nodes(); i++) {
      join.run();
      progress.done(i);
    }
  }

  private void stabilize() {
    planReplacements();
    if (plan.cycles() > 0) {
      progress.begin("stabilizing", plan.cycles(), "cycles");
    }
    for (int i = 1; i <= plan.cycles(); i++) {
      cycle();
      progress.done(i);
    }
  }

  /** A periodic step of each node; under churn some are replaced meanwhile, at even pauses. */
  private void cycle() {
    long end = simulation.now() + plan.config().shuffleInterval();
    while (plan.churn() > 0 && nextReplacement <= end) {
      simulation.run(nextReplacement - simulation.now());
      cluster.replaceOne();
      nextReplacement += replacementPause;
    }
    simulation.run(end - simulation.now());
  }

  private void planReplacements() {
    if (plan.churn() > 0) {
      double perMinute = plan.churn() * simulation.alive().size();
      replacementPause = Math.max(1, Math.round(60_000 / perMinute));
      nextReplacement = simulation.now() + replacementPause;
    }
  }

  private void fail() {
    List<SimulatedNode<HyParViewHost>> mortal = new ArrayList<>(simulation.alive());
    mortal.removeIf(cluster::isContact);
    int count = plan.doomed();
    if (plan.contactDies() && count > 0) {
      kill(simulation.node(0));
      count--;
    }
    for (int i = 0; i < Math.min(count, mortal.size()); i++) {
      Collections.swap(mortal, i, i + simulation.random().nextInt(mortal.size() - i));
      kill(mortal.get(i));
    }
    if (!simulation.node(0).isAlive()) {
      cluster.setContacts(List.of(simulation.alive().get(0).address()));
    }
    failedAt = simulation.now();
    progress.say("failure      " + plan.doomed() + " nodes fail at once");
  }

  private void kill(SimulatedNode<HyParViewHost> node) {
    if (plan.silently()) {
      simulation.vanish(node);
    } else {
      simulation.crash(node);
    }
  }

  private void broadcast() {
    progress.begin("repair", plan.messages(), "messages");
    for (int i = 1; i <= plan.messages(); i++) {
      OverlayGraph graph = cluster.activeViews();
      Components components = noteHealing(graph);
      BroadcastMetrics message = new Flood(graph).from(simulation.random().nextInt(graph.size()));
      messages.add(new Message(
          sinceFailure(),
          message.reliability(),
          message.lastDeliveryHop(),
          (double) components.largest() / graph.size()));
      simulation.run(plan.every());
      progress.done(i);
    }
  }

  private long sinceFailure() {
    return simulation.now() - failedAt;
  }

  private Components noteHealing(OverlayGraph graph) {
    Components components = graph.components();
    if (components.count() == 1) {
      if (timeToConnect == null) {
        timeToConnect = sinceFailure();
      }
      if (timeToHeal == null && graph.oneWayEdges() == 0 && cluster.deadEntries() == 0) {
        timeToHeal = sinceFailure();
      }
    }
    return components;
  }

  private void heal() {
    if (plan.healCycles() == 0) {
      return;
    }
    planReplacements();
    progress.begin("healing", plan.healCycles(), "cycles");
    for (int i = 1; i <= plan.healCycles(); i++) {
      cycle();
      OverlayGraph graph = cluster.activeViews();
      cycles.add(new Cycle(
          sinceFailure(),
          noteHealing(graph).count(),
          cluster.meanDegree(),
          cluster.passiveAccuracy()));
      progress.done(i);
    }
  }

  /** Loss and churn end, what they left behind is settled, and what is under way arrives. */
  private void comeToRest() {
    simulation.loss(0);
    if (plan.loss() > 0 || plan.churn() > 0) {
      cluster.ticks(CALM_CYCLES);
    }
    simulation.runUntilQuiet(MOST_EVENTS_TO_REST);
    noteHealing(cluster.activeViews());
  }

  // Looking

  private Look look() {
    OverlayGraph graph = cluster.activeViews();
    Components components = graph.components();
    ShortestPaths paths =
        ShortestPaths.sampled(graph, PATH_SOURCES, simulation.random().split());
    return new Look(
        graph.size(),
        components.count(),
        components.largest(),
        graph.oneWayEdges(),
        cluster.deadEntries(),
        Look.listOf(graph.outDegrees()),
        graph.outDegrees().mean(),
        paths.mean(),
        graph.clusteringCoefficient(),
        cluster.passiveAccuracy());
  }
}
