package org.hyparview.inspect;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hyparview.inspect.SnapshotNode.Member;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.LinkException;
import org.jspecify.annotations.Nullable;

/** One crawl through a cluster, on one context. */
final class CrawlRun {

  /** A node as others name it. */
  private record Known(String id, String address, long incarnation) {

    static Known of(JsonObject json) {
      String address = PeerAddress.parse(json.getString("address")).toString();
      return new Known(
          PeerId.of(json.getString("id")).toString(), address, json.getLong("incarnation"));
    }
  }

  /** What a node answered, in the form that this class reads. */
  private record Answer(
      NodeKind kind,
      List<Known> active,
      List<@Nullable Long> roundTrips,
      List<String> passive,
      ClusterSnapshot.@Nullable SharedData sharedData,
      boolean settled,
      long roundTripMicros) {

    /** Reads a status; throws a RuntimeException if it has another form. */
    static Answer of(JsonObject status, long roundTripMicros) {
      List<JsonObject> active = objects(status, "activeView");
      JsonObject state = status.getJsonObject("sharedData");
      return new Answer(
          NodeKind.of(status.getString("kind")),
          active.stream().map(Known::of).toList(),
          active.stream().map(peer -> peer.getLong("roundTripMicros")).toList(),
          objects(status, "passiveView").stream().map(peer -> Known.of(peer).id).toList(),
          state == null ? null : sharedData(state),
          state != null && state.getBoolean("settled", false),
          roundTripMicros);
    }

    private static ClusterSnapshot.SharedData sharedData(JsonObject state) {
      return new ClusterSnapshot.SharedData(
          state.getJsonArray("voters").stream().map(String.class::cast).toList(),
          state.getString("leader"));
    }
  }

  private final Function<PeerAddress, Future<InspectionClient>> dial;
  private final String clusterName;
  private final int maxNodes;
  private final int parallelism;
  private final Promise<ClusterSnapshot> done = Promise.promise();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Map<String, Known> known = new TreeMap<>();
  private final Set<String> dialed = new HashSet<>();
  private final Map<String, Answer> answers = new TreeMap<>();
  private final Map<String, String> failures = new TreeMap<>();
  private final Map<String, String> failedContacts = new LinkedHashMap<>();
  private final Map<String, Member> members = new TreeMap<>();
  private @Nullable Throwable lastFailure;
  private boolean askedForMembers;
  private boolean complete = true;
  private int running;

  CrawlRun(
      Function<PeerAddress, Future<InspectionClient>> dial,
      String clusterName,
      int maxNodes,
      int parallelism) {
    this.dial = dial;
    this.clusterName = clusterName;
    this.maxNodes = maxNodes;
    this.parallelism = parallelism;
  }

  Future<ClusterSnapshot> run(List<PeerAddress> contacts) {
    contacts.forEach(contact -> waiting.add(() -> visitContact(contact)));
    next();
    return done.future();
  }

  /** Starts as many visits as may run, or ends if none is left. */
  private void next() {
    while (running < parallelism && !waiting.isEmpty()) {
      running++;
      waiting.remove().run();
    }
    if (running == 0) {
      finish();
    }
  }

  private void visited() {
    running--;
    next();
  }

  private void visitContact(PeerAddress contact) {
    visit(contact).onComplete(visit -> {
      if (visit.failed()) {
        lastFailure = visit.cause();
        failedContacts.put(contact.toString(), String.valueOf(visit.cause().getMessage()));
      }
      visited();
    });
  }

  private void visitNode(Known node) {
    if (answers.containsKey(node.id)) {
      visited();
      return;
    }
    visit(PeerAddress.parse(node.address)).onComplete(visit -> {
      if (!answers.containsKey(node.id)) {
        failures.put(node.id, failure(visit));
      }
      visited();
    });
  }

  private static String failure(AsyncResult<String> visit) {
    return visit.succeeded()
        ? "node " + visit.result() + " answers at its address"
        : String.valueOf(visit.cause().getMessage());
  }

  /** Asks the node at an address, and returns its id. */
  private Future<String> visit(PeerAddress address) {
    return dial.apply(address)
        .compose(client -> ask(client).map(client.nodeId()).eventually(client::close));
  }

  private Future<Void> ask(InspectionClient client) {
    if (answers.containsKey(client.nodeId())) {
      return Future.succeededFuture();
    }
    return client
        .status()
        .compose(status -> client
            .ping()
            .map(nanos ->
                read(client, () -> Answer.of(status, TimeUnit.NANOSECONDS.toMicros(nanos))))
            .onSuccess(answer -> answered(client, answer))
            .compose(answer -> members(client, status)));
  }

  private void answered(InspectionClient client, Answer answer) {
    dialed.add(client.nodeId());
    answers.put(client.nodeId(), answer);
    known.put(client.nodeId(), new Known(client.nodeId(), client.address(), client.incarnation()));
    answer.active.forEach(this::learn);
  }

  /** The answers of other processes may have any form. */
  private static <T> T read(InspectionClient client, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (RuntimeException e) {
      throw new InspectionException(
          InspectionException.FAILED,
          "Node " + client.nodeId() + " answered in a form that this release can't read: "
              + e.getMessage());
    }
  }

  private void learn(Known node) {
    Known earlier = known.get(node.id);
    if (earlier == null ? known.size() < 2L * maxNodes : earlier.incarnation < node.incarnation) {
      known.put(node.id, node);
    }
    if (dialed.contains(node.id)) {
      return;
    }
    if (dialed.size() >= maxNodes) {
      complete = false;
    } else {
      dialed.add(node.id);
      waiting.add(() -> visitNode(node));
    }
  }

  private Future<Void> members(InspectionClient client, JsonObject status) {
    if (askedForMembers || !status.containsKey("members")) {
      return Future.succeededFuture();
    }
    askedForMembers = true;
    return client
        .members()
        .map(list -> read(client, () -> {
          objects(list, "members").forEach(this::member);
          return list;
        }))
        .onFailure(failure -> askedForMembers = false)
        .mapEmpty();
  }

  private void member(JsonObject json) {
    Known node = Known.of(json);
    String since = json.getString("since");
    Map<String, String> tags = new TreeMap<>();
    json.getJsonObject("tags", new JsonObject())
        .forEach(tag -> tags.put(tag.getKey(), String.valueOf(tag.getValue())));
    members.put(
        node.id,
        new Member(
            json.getString("eventBusAddress"), tags, since == null ? null : Instant.parse(since)));
    learn(node);
  }

  private static List<JsonObject> objects(JsonObject json, String key) {
    return json.getJsonArray(key, new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private void finish() {
    if (answers.isEmpty()) {
      done.fail(noAnswer());
      return;
    }
    done.complete(new ClusterSnapshot(
        clusterName,
        answers.values().iterator().next().kind,
        Instant.now(),
        known.values().stream().map(this::node).toList(),
        links(),
        failedContacts.entrySet().stream()
            .map(contact -> new ClusterSnapshot.Contact(contact.getKey(), contact.getValue()))
            .toList(),
        complete,
        sharedData()));
  }

  private LinkException noAnswer() {
    CloseReason reason =
        lastFailure instanceof LinkException e ? e.reason() : CloseReason.CONNECT_FAILED;
    return new LinkException(reason, String.join("; ", failedContacts.values()));
  }

  private SnapshotNode node(Known node) {
    Answer answer = answers.get(node.id);
    Member member = members.get(node.id);
    return answer == null
        ? new SnapshotNode(
            node.id,
            node.address,
            node.incarnation,
            null,
            failures.getOrDefault(node.id, "it was not asked, since there are too many nodes"),
            List.of(),
            List.of(),
            null,
            member)
        : new SnapshotNode(
            node.id,
            node.address,
            node.incarnation,
            answer.kind,
            null,
            answer.active.stream().map(Known::id).toList(),
            answer.passive,
            answer.roundTripMicros,
            member);
  }

  private List<ClusterSnapshot.Link> links() {
    Map<String, Map<String, List<@Nullable Long>>> ends = new TreeMap<>();
    answers.forEach((id, answer) -> {
      for (int i = 0; i < answer.active.size(); i++) {
        String other = answer.active.get(i).id;
        boolean lower = id.compareTo(other) < 0;
        if (known.containsKey(other)) {
          ends.computeIfAbsent(lower ? id : other, none -> new TreeMap<>())
              .computeIfAbsent(lower ? other : id, none -> new ArrayList<>())
              .add(answer.roundTrips.get(i));
        }
      }
    });
    List<ClusterSnapshot.Link> links = new ArrayList<>();
    ends.forEach((source, targets) ->
        targets.forEach((target, times) -> links.add(link(source, target, times))));
    return links;
  }

  private ClusterSnapshot.Link link(String source, String target, List<@Nullable Long> times) {
    Long roundTrip = times.stream().filter(time -> time != null).findFirst().orElse(null);
    boolean bothAnswered = answers.containsKey(source) && answers.containsKey(target);
    return new ClusterSnapshot.Link(source, target, roundTrip, bothAnswered && times.size() == 1);
  }

  /** The state as a node knows it for which it is settled, or else any. */
  private ClusterSnapshot.@Nullable SharedData sharedData() {
    ClusterSnapshot.SharedData found = null;
    for (Answer answer : answers.values()) {
      if (answer.sharedData != null && (found == null || answer.settled)) {
        found = answer.sharedData;
      }
    }
    return found;
  }
}
