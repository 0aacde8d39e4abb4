package org.hyparview.demo.simulate;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.demo.simulate.SimulationReport.Cycle;
import org.hyparview.demo.simulate.SimulationReport.Look;
import org.hyparview.demo.simulate.SimulationReport.Message;
import org.hyparview.protocol.hyparview.HyParViewConfig;

/** The results of simulations as JSON, for programs. Times are in milliseconds. */
final class SimulationJson {

  private SimulationJson() {}

  /** All runs; real times are not in it, so the same plan gives the same text. */
  static JsonObject of(List<SimulationReport> reports) {
    JsonArray runs = new JsonArray();
    reports.forEach(report -> runs.add(run(report)));
    return new JsonObject()
        .put("plan", plan(reports.get(0).plan()))
        .put(
            "percolationLimit",
            SimulationSummary.percolationLimit(reports.get(0).plan()))
        .put("runs", runs);
  }

  private static JsonObject plan(SimulationPlan plan) {
    HyParViewConfig config = plan.config();
    return new JsonObject()
        .put("nodes", plan.nodes())
        .put("fail", plan.fail())
        .put("activeViewSize", config.activeViewSize())
        .put("passiveViewSize", config.passiveViewSize())
        .put("activeRandomWalkLength", config.activeRandomWalkLength())
        .put("passiveRandomWalkLength", config.passiveRandomWalkLength())
        .put("shuffleActive", config.shuffleActive())
        .put("shufflePassive", config.shufflePassive())
        .put("shuffleTimeToLive", config.shuffleTimeToLive())
        .put("shuffleInterval", config.shuffleInterval())
        .put("cycles", plan.cycles())
        .put("healCycles", plan.healCycles())
        .put("messages", plan.messages())
        .put("every", plan.every())
        .put("loss", plan.loss())
        .put("churn", plan.churn())
        .put("latency", plan.latency().toString())
        .put("join", plan.join().toString())
        .put("contacts", plan.contactDies() ? "dead" : "alive")
        .put("silently", plan.silently());
  }

  private static JsonObject run(SimulationReport report) {
    JsonArray messages = new JsonArray();
    report.messages().forEach(message -> messages.add(message(message)));
    JsonArray cycles = new JsonArray();
    report.cycles().forEach(cycle -> cycles.add(cycle(cycle)));
    return new JsonObject()
        .put("seed", report.plan().seed())
        .put("healed", report.isHealed())
        .put("before", look(report.before()))
        .put("hit", look(report.hit()))
        .put("after", look(report.after()))
        .put("messages", messages)
        .put("cycles", cycles)
        .put("timeToConnect", report.timeToConnect())
        .put("timeToHeal", report.timeToHeal())
        .put("messagesPerNodeAndCycle", report.messageCost())
        .put("virtualTime", report.virtualMillis())
        .put("events", report.events())
        .put("trace", Long.toHexString(report.trace()));
  }

  private static JsonObject look(Look look) {
    return new JsonObject()
        .put("living", look.living())
        .put("components", look.components())
        .put("largestComponent", look.largest())
        .put("oneWayEntries", look.oneWay())
        .put("deadEntries", look.dead())
        .put("degrees", new JsonArray(look.degrees()))
        .put("meanDegree", look.meanDegree())
        .put("meanPath", look.path())
        .put("clustering", look.clustering())
        .put("passiveAccuracy", look.passiveAccuracy());
  }

  private static JsonObject message(Message message) {
    return new JsonObject()
        .put("at", message.at())
        .put("reliability", message.reliability())
        .put("hops", message.hops())
        .put("largestComponent", message.largestShare());
  }

  private static JsonObject cycle(Cycle cycle) {
    return new JsonObject()
        .put("at", cycle.at())
        .put("components", cycle.components())
        .put("meanDegree", cycle.meanDegree())
        .put("passiveAccuracy", cycle.passiveAccuracy());
  }
}
