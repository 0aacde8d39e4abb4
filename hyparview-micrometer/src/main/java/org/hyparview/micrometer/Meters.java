package org.hyparview.micrometer;

import java.util.ArrayList;
import java.util.List;

/** The definitions of all meters, with the counters that they read. */
final class Meters {

  private static final String DIRECTION = "direction";
  private static final String KIND = "kind";
  private static final String LAYER = "layer";
  private static final String ORIGIN = "origin";
  private static final String OTHER = "other";
  private static final String OUTCOME = "outcome";
  private static final String OWN = "own";
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
    return new MeterDefinition(MeterDefinition.Type.GAUGE, name, description, tags);
  }

  private static MeterDefinition counter(String name, String description, String... tags) {
    return new MeterDefinition(MeterDefinition.Type.COUNTER, name, description, tags);
  }

  private static MeterDefinition timer(String name, String description, String... tags) {
    return new MeterDefinition(MeterDefinition.Type.TIMER, name, description, tags).seconds();
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
    addDials(all);
  }

  private static void addDials(List<MeterDefinition> all) {
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
    all.add(counter("hyparview.frames.skipped", "Messages of a kind that is unknown here", LAYER)
        .at("links.skippedFrames.*"));
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
    all.add(
        counter("hyparview.broadcasts.delivered", "Broadcasts delivered here, once each", ORIGIN)
            .at("broadcasts.deliveredOwn", OWN)
            .at("broadcasts.deliveredFromOthers", OTHER));
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
    addWaiting(all);
    addQuestions(all);
  }

  private static void addWaiting(List<MeterDefinition> all) {
    all.add(gauge("hyparview.broadcasts.waiting", "Own broadcasts that wait for slow neighbors")
        .at("broadcasts.waiting"));
    all.add(gauge("hyparview.broadcasts.waiting.size", "The memory of these broadcasts")
        .bytes()
        .at("broadcasts.waitingBytes"));
    all.add(counter("hyparview.broadcasts.refused", "Own broadcasts refused, as too many waited")
        .at("broadcasts.refused"));
    all.add(counter("hyparview.broadcasts.undeliverable", "Broadcasts of no known form")
        .at("broadcasts.undeliverable"));
  }

  private static void addQuestions(List<MeterDefinition> all) {
    all.add(counter("hyparview.questions.received", "Questions to this node, its own included")
        .at("questions.received"));
    all.add(counter("hyparview.questions.answered", "Outcomes of this node's questions", OUTCOME)
        .at("questions.complete", "complete")
        .at("questions.incomplete", "incomplete"));
  }

  private static void addMembers(List<MeterDefinition> all) {
    all.add(gauge("hyparview.members", "Members of the cluster, this node included")
        .at("members.present"));
    all.add(gauge("hyparview.cluster.version", "The version of the protocol that all members speak")
        .at("members.version"));
    all.add(counter("hyparview.members.joined", "Nodes that joined").at("members.joined"));
    all.add(counter("hyparview.members.left", "Members that left or failed", REASON)
        .at("members.left.*"));
    all.add(counter("hyparview.members.changed", "Changes of tags or event-bus addresses")
        .at("members.changed"));
    all.add(counter("hyparview.members.returned", "Returns of nodes that were held dead")
        .at("members.returned"));
    addFailureDetector(all);
  }

  private static void addFailureDetector(List<MeterDefinition> all) {
    all.add(gauge("hyparview.failure.suspected", "Members that are suspected now")
        .at("failureDetector.suspected"));
    all.add(gauge("hyparview.failure.local.health", "How much the node distrusts itself, 0 to 7")
        .at("failureDetector.localHealth"));
    all.add(counter("hyparview.failure.suspicions", "Suspicions of members, by accuser", ORIGIN)
        .at("failureDetector.suspicionsOwn", OWN)
        .at("failureDetector.suspicionsFromOthers", OTHER));
    all.add(counter("hyparview.failure.refutations", "Objections of the suspected", ORIGIN)
        .at("failureDetector.refutationsOwn", OWN)
        .at("failureDetector.refutationsFromOthers", OTHER));
    all.add(counter("hyparview.failure.declarations", "Members that this node declared dead")
        .at("failureDetector.declarations"));
    all.add(counter("hyparview.failure.probes", "Probes of members", OUTCOME)
        .at("failureDetector.probes.*"));
    all.add(timer("hyparview.failure.stalls", "Times for which the node's own loop stood still")
        .at("failureDetector.stalls"));
  }

  private static void addRegistry(List<MeterDefinition> all) {
    all.add(gauge("hyparview.registry.registrations", "Event-bus handlers of all members")
        .at("registry.registrations"));
    all.add(gauge("hyparview.registry.registrations.own", "Event-bus handlers of this node")
        .at("registry.registrationsOwn"));
    all.add(
        gauge("hyparview.registry.entries", "Entries of replicated maps").at("registry.entries"));
    all.add(gauge("hyparview.registry.tombstones", "Removals that are remembered", KIND)
        .at("registry.tombstones", "node")
        .at("registry.removedEntries", "entry"));
    all.add(gauge("hyparview.registry.wanted", "Records and entries that are known to be missing")
        .at("registry.wanted"));
    all.add(gauge("hyparview.registry.changes.pending", "Own changes that not all nodes have yet")
        .at("registry.pendingChanges"));
    all.add(timer("hyparview.registry.changes", "Own changes until all nodes had them", OUTCOME)
        .at("registry.changes.*"));
    all.add(counter("hyparview.registry.refused", "What other nodes sent and was dropped", REASON)
        .at("registry.refusedClaims", "claim")
        .at("registry.undecodable", "undecodable")
        .at("registry.unknownKinds", "unknown-kind")
        .at("registry.unreadableEntries", "entry")
        .at("members.unreadableTags", "tags"));
  }

  private static void addSharedData(List<MeterDefinition> all) {
    all.add(gauge("hyparview.data.settled", "1 if the shared data has all its replicas, else 0")
        .at("sharedData.settled"));
    all.add(gauge("hyparview.data.voters", "Replicas that vote").at("sharedData.voters"));
    all.add(gauge("hyparview.data.role", "1 for the role of the replica here, 0 for others", "role")
        .at("sharedData.role.*"));
    all.add(gauge("hyparview.data.term", "Raft's term").at("sharedData.term"));
    all.add(gauge("hyparview.data.commit.index", "The last batch known to be committed")
        .at("sharedData.commitIndex"));
    all.add(gauge("hyparview.data.uncommitted", "Batches of the log here that are not")
        .at("sharedData.uncommitted"));
    all.add(gauge("hyparview.data.unapplied", "Committed batches that are not applied here")
        .at("sharedData.unapplied"));
    all.add(gauge("hyparview.data.follower.lag", "Committed batches that the slowest voter lacks")
        .at("sharedData.followerLag"));
    addStore(all);
  }

  private static void addStore(List<MeterDefinition> all) {
    all.add(gauge("hyparview.data.sessions", "Nodes with a session in the replica here")
        .at("sharedData.sessions"));
    all.add(gauge("hyparview.data.locks", "Locks held: by any node, and by this one", ORIGIN)
        .at("sharedData.locks", "any")
        .at("sharedData.locksHere", OWN));
    all.add(gauge("hyparview.data.entries", "Entries of maps in the replica here")
        .at("sharedData.entries"));
    all.add(gauge("hyparview.data.operations.pending", "Operations without an outcome yet")
        .at("sharedData.pendingOperations"));
    all.add(timer("hyparview.data.operations", "Operations of this node", KIND, OUTCOME)
        .at("sharedData.operations.*.*"));
    all.add(counter("hyparview.data.refused", "Messages and claims that were not believed")
        .at("sharedData.refused"));
    all.add(counter("hyparview.data.gated", "Operations refused, as not all members know them")
        .at("sharedData.gated"));
    all.add(counter("hyparview.data.outdated", "Replicas given up, as a later version wrote there")
        .at("sharedData.outdated"));
  }

  private static void addDiscovery(List<MeterDefinition> all) {
    all.add(gauge("hyparview.discovery.contacts", "Contacts that are known now")
        .at("discovery.contacts"));
    all.add(counter("hyparview.discovery.searches", "Questions to sources of contacts")
        .at("discovery.searches"));
    all.add(counter("hyparview.discovery.answers", "Outcomes of these", OUTCOME)
        .at("discovery.answers", "answered")
        .at("discovery.failures", "failed"));
    all.add(counter("hyparview.discovery.datagrams", "Datagrams of multicast", KIND)
        .at("discovery.datagrams.*"));
  }
}
