package org.hyparview.micrometer;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.micrometer.MeterDefinition.Type;

/** The definitions of all meters, with the counters that they read. */
final class Meters {

  private static final String DIRECTION = "direction";
  private static final String KIND = "kind";
  private static final String LAYER = "layer";
  private static final String ORIGIN = "origin";
  private static final String OUTCOME = "outcome";
  private static final String REASON = "reason";

  static final List<MeterDefinition> ALL = all();

  private Meters() {}

  private static List<MeterDefinition> all() {
    List<MeterDefinition> all = new ArrayList<>();
    addViews(all);
    addLinks(all);
    addTraffic(all);
    addBroadcasts(all);
    addMembers(all);
    addRegistry(all);
    addSharedData(all);
    addDiscovery(all);
    return List.copyOf(all);
  }

  private static MeterDefinition gauge(String name, String description, String... tags) {
    return new MeterDefinition(Type.GAUGE, name, description, tags);
  }

  private static MeterDefinition counter(String name, String description, String... tags) {
    return new MeterDefinition(Type.COUNTER, name, description, tags);
  }

  private static MeterDefinition timer(String name, String description, String... tags) {
    return new MeterDefinition(Type.TIMER, name, description, tags).seconds();
  }

  private static void addViews(List<MeterDefinition> all) {
    all.add(gauge("hyparview.view.size", "Nodes in a view", "view")
        .at("views.active", "active")
        .at("views.passive", "passive"));
    all.add(counter("hyparview.view.ups", "Nodes that entered the active view").at("views.ups"));
    all.add(counter("hyparview.view.downs", "Nodes that left the active view", REASON)
        .at("views.downs.*"));
    all.add(counter("hyparview.view.isolations", "Losses of the last neighbor, with no candidate")
        .at("views.isolations"));
    all.add(counter("hyparview.node.renames", "Increases of this node's incarnation")
        .at("views.renames"));
  }

  private static void addLinks(List<MeterDefinition> all) {
    all.add(gauge("hyparview.links", "Links that the node relies on, or sends on directly", KIND)
        .at("links.reliedOn", "neighbor")
        .at("links.direct", "direct"));
    all.add(gauge("hyparview.links.congested", "Links to neighbors whose queue is half full")
        .at("links.congested"));
    all.add(gauge("hyparview.links.queued", "Bytes that wait on all links to neighbors")
        .bytes()
        .at("links.queuedBytes"));
    all.add(gauge("hyparview.links.queued.max", "Bytes that wait on the fullest of these links")
        .bytes()
        .at("links.queuedBytesMax"));
    all.add(gauge("hyparview.links.round.trip.mean", "Round trips to neighbors, smoothed: the mean")
        .seconds()
        .at("links.roundTripNanosMean"));
    all.add(gauge("hyparview.links.round.trip.max", "Round trip to the slowest neighbor, smoothed")
        .seconds()
        .at("links.roundTripNanosMax"));
    all.add(counter("hyparview.links.opened", "Links that were opened, by which end", DIRECTION)
        .at("links.opened", "out")
        .at("links.accepted", "in"));
    all.add(counter("hyparview.links.closed", "Links that ended or were refused", REASON)
        .at("links.closed.*"));
    all.add(counter("hyparview.dials", "Dials, with success or without").at("links.dialed"));
    all.add(counter("hyparview.dials.failed", "Dials without success", REASON)
        .at("links.dialFailures.*"));
    all.add(counter("hyparview.frames.refused", "Frames that did not fit into the queue of a link")
        .at("links.refusedFrames"));
    all.add(counter("hyparview.frames.dropped", "Frames that no direct link has taken")
        .at("links.droppedFrames"));
  }

  private static void addTraffic(List<MeterDefinition> all) {
    all.add(counter(
            "hyparview.messages", "Messages by layer, direction and kind", LAYER, DIRECTION, KIND)
        .at("messages.*.*.*"));
    all.add(counter("hyparview.traffic", "Bytes of the frames of messages", LAYER, DIRECTION)
        .bytes()
        .at("bytes.*.*"));
  }

  private static void addBroadcasts(List<MeterDefinition> all) {
    all.add(counter("hyparview.broadcasts.delivered", "Broadcasts delivered here, once each", ORIGIN)
        .at("broadcasts.deliveredOwn", "own")
        .at("broadcasts.deliveredFromOthers", "other"));
    all.add(counter("hyparview.broadcasts.duplicates", "Payloads that this node had already")
        .at("broadcasts.duplicates"));
    all.add(counter("hyparview.broadcasts.hops", "Hops of the delivered broadcasts, added up")
        .at("broadcasts.hops"));
    all.add(counter("hyparview.broadcasts.payloads", "Payloads, duplicates included", DIRECTION)
        .at("broadcasts.gossipSent", "sent")
        .at("broadcasts.gossipReceived", "received")
        .at("broadcasts.gossipAnnounced", "announced"));
    all.add(counter("hyparview.broadcasts.control", "Messages without a payload", DIRECTION)
        .at("broadcasts.controlSent", "sent")
        .at("broadcasts.controlReceived", "received"));
    all.add(counter("hyparview.broadcasts.repairs", "Requests for payloads that did not come")
        .at("broadcasts.repairs"));
    all.add(counter("hyparview.broadcasts.acknowledged", "Outcomes of acknowledged ones", OUTCOME)
        .at("broadcasts.acknowledged", "acknowledged")
        .at("broadcasts.unacknowledged", "unacknowledged"));
    all.add(gauge("hyparview.broadcasts.waiting", "Own broadcasts that wait for slow neighbors")
        .at("broadcasts.waiting"));
    all.add(gauge("hyparview.broadcasts.waiting.size", "The memory of these broadcasts")
        .bytes()
        .at("broadcasts.waitingBytes"));
    all.add(counter("hyparview.broadcasts.refused", "Own broadcasts refused, as too many waited")
        .at("broadcasts.refused"));
    all.add(counter("hyparview.broadcasts.undeliverable", "Broadcasts of no known form")
        .at("broadcasts.undeliverable"));
    all.add(counter("hyparview.questions.received", "Questions to this node, its own included")
        .at("questions.received"));
    all.add(counter("hyparview.questions.answered", "Outcomes of this node's questions", OUTCOME)
        .at("questions.complete", "complete")
        .at("questions.incomplete", "incomplete"));
  }

  private static void addMembers(List<MeterDefinition> all) {}

  private static void addRegistry(List<MeterDefinition> all) {}

  private static void addSharedData(List<MeterDefinition> all) {}

  private static void addDiscovery(List<MeterDefinition> all) {}
}
