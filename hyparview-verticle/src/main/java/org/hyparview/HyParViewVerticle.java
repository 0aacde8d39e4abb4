package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.hyparview.node.NodeInspection;
import org.hyparview.node.OverlayCounters;
import org.hyparview.node.OverlayNode;
import org.hyparview.node.StatusReport;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.StreamLayer;
import org.hyparview.transport.Transport;
import org.hyparview.transport.stream.StreamTransport;
import org.hyparview.transport.tcp.TcpTransport;
import org.jspecify.annotations.Nullable;

/**
 * A node of a HyParView overlay.
 *
 * <p>While deployed, it keeps links to a few other nodes, its neighbors, and publishes their
 * arrival and removal on the local event bus; see {@link PeerEvent} and {@link PeerViews}. It
 * broadcasts messages from the event bus to all nodes, and asks all nodes questions; see
 * {@link HyParViewBroadcast} and {@link HyParViewQuestions}. {@link HyParViewClient} has types for
 * all of that. Undeploying it leaves the overlay gracefully.
 *
 * <p>Deploy it by instance, or by the name {@code org.hyparview.HyParViewVerticle} with
 * {@link HyParViewOptions} as its JSON configuration. The deployment fails with one clear message
 * if the port is taken, the host can't be listened at, an option is bad, a transport of your own
 * was used before, or another verticle in the same Vert.x has the same event-bus prefix. It does
 * not fail, nor wait, if no contact answers.
 *
 * <p>It runs on an event loop, one instance per deployment.
 */
public class HyParViewVerticle extends VerticleBase {

  private final @Nullable HyParViewOptions given;
  private final @Nullable Transport own;
  private @Nullable OverlayNode node;
  private @Nullable Transport links;
  private @Nullable EventBusEndpoint face;
  private @Nullable BroadcastEndpoint broadcastFace;
  private @Nullable QuestionEndpoint questionFace;

  /** Creates a node that takes its options from the deployment's JSON configuration. */
  public HyParViewVerticle() {
    given = null;
    own = null;
  }

  /** Creates a node with these options, copied. */
  public HyParViewVerticle(HyParViewOptions options) {
    given = new HyParViewOptions(options);
    own = null;
  }

  /**
   * A node on a network of your own, such as WebSockets or Unix sockets.
   *
   * @param options copied; the layer takes the place of the options for host, port and TLS, and all
   *     others apply
   * @param layer used by no other node, so the verticle can be deployed once
   */
  public HyParViewVerticle(HyParViewOptions options, StreamLayer layer) {
    this(options, new StreamTransport(layer, options.getClusterName(), options.getLinks()));
  }

  /**
   * A node on a transport of your own, such as one of an
   * {@link org.hyparview.transport.memory.InMemoryNetwork} for tests.
   *
   * @param options copied; those for links don't count, since the transport takes their place
   * @param transport used by no other node, so the verticle can be deployed once
   */
  public HyParViewVerticle(HyParViewOptions options, Transport transport) {
    given = new HyParViewOptions(options);
    own = Objects.requireNonNull(transport, "transport");
  }

  /** Starts to listen and to join. Called by Vert.x. */
  @Override
  public Future<?> start() {
    if (!context.isEventLoopContext()) {
      return Future.failedFuture("HyParViewVerticle must be deployed on an event loop");
    }
    HyParViewOptions options = given != null ? given : new HyParViewOptions(config());
    NodeInspection inspection = new NodeInspection();
    EventBusEndpoint eventBus = new EventBusEndpoint(vertx, options, inspection);
    if (!eventBus.claim()) {
      return Future.failedFuture("The event-bus prefix " + options.getEventBusPrefix()
          + " is in use by another HyParViewVerticle, or the cluster manager, in this Vert.x; set"
          + " eventBusPrefix");
    }
    return Future.succeededFuture()
        .compose(claimed -> start(options, eventBus, inspection))
        .onFailure(failure -> eventBus.close());
  }

  private Future<?> start(
      HyParViewOptions options, EventBusEndpoint eventBus, NodeInspection inspection) {
    BroadcastEndpoint broadcasts = new BroadcastEndpoint(
        vertx,
        options.getEventBusPrefix(),
        options.getBroadcast().get(BroadcastOptions.MAX_BROADCAST_SIZE));
    QuestionEndpoint questions = questions(options);
    OverlayNode overlay = new OverlayNode(
        vertx,
        transport(options),
        options.toSettings(),
        new SplittableRandom(seed()),
        eventBus,
        broadcasts,
        questions);
    String id = options.getNodeId() == null ? UUID.randomUUID().toString() : options.getNodeId();
    if (options.get(HyParViewOptions.TELEMETRY)) {
      overlay.onSend(new TelemetryPublisher(vertx, options.getEventBusPrefix(), id));
    }
    overlay.inspectedBy(
        VerticleInspection.answers(inspection, options, overlay, broadcasts, questions));
    node = overlay;
    face = eventBus;
    broadcastFace = broadcasts;
    questionFace = questions;
    return overlay.start(
        PeerId.of(id),
        System.currentTimeMillis(),
        options.getContacts().stream().map(PeerAddress::parse).toList(),
        self -> {
          eventBus.open(overlay, self, () -> counters(overlay));
          broadcasts.open(new OverlayBroadcaster(overlay));
          questions.open();
        });
  }

  private Transport transport(HyParViewOptions options) {
    Transport transport =
        own != null ? own : new TcpTransport(vertx, options.getClusterName(), options.getLinks());
    links = transport;
    return transport;
  }

  private QuestionEndpoint questions(HyParViewOptions options) {
    Map<String, String> tags = options.get(HyParViewOptions.TAGS);
    return new QuestionEndpoint(
        vertx,
        options.getEventBusPrefix(),
        options.questionConfig(),
        options.getBroadcast().get(BroadcastOptions.MAX_BROADCAST_SIZE),
        () -> tags,
        (payload, fold, timeout) ->
            Objects.requireNonNull(node, "node").ask(payload, fold, timeout));
  }

  private static long seed() {
    return UUID.randomUUID().getMostSignificantBits();
  }

  /** Leaves the overlay. Called by Vert.x. */
  @Override
  public Future<?> stop() {
    if (node == null || face == null || broadcastFace == null || questionFace == null) {
      return Future.succeededFuture();
    }
    return node.stop()
        .eventually(questionFace::close)
        .eventually(broadcastFace::close)
        .eventually(face::close);
  }

  /**
   * Returns the counters of this node, and the present sizes of its views and queues:
   * docs/metrics.md lists them all. Counters begin at 0 when the verticle starts, and only grow.
   * Safe to call from any thread; what one call returns is of one moment.
   *
   * @return fails if the verticle isn't deployed
   */
  public Future<JsonObject> counters() {
    return onContext(running -> Future.succeededFuture(counters(running)));
  }

  /**
   * Reads keys and trusted certificates again from the files that {@code netServerOptions} and
   * {@code netClientOptions} name, such as after a certificate was renewed. Links that begin from
   * now on use them; present links stay. Safe to call from any thread.
   *
   * @return fails if a file can't be read, or with {@code verifyNodeId} if a certificate doesn't
   *     name this node, and the former content remains in use; or if the verticle isn't deployed
   */
  public Future<Void> reloadCertificates() {
    return onContext(running -> Objects.requireNonNull(links, "links").reloadCertificates());
  }

  /**
   * Replaces the option {@code secrets} of the running node, such as to rotate them without a
   * restart. Links that begin from now on use the new ones; present links stay. A node that runs
   * without secrets can't be given some. Safe to call from any thread.
   *
   * @param secrets the first is this node's own from now on, and all are accepted
   * @return fails if one is not allowed, or if the node runs without secrets
   */
  public Future<Void> updateSecrets(List<String> secrets) {
    return onContext(running -> Objects.requireNonNull(links, "links").updateSecrets(secrets));
  }

  private JsonObject counters(OverlayNode running) {
    long undeliverable = broadcastFace == null ? 0 : broadcastFace.undeliverable();
    return new JsonObject()
        .put("node", running.views().self().id().toString())
        .mergeIn(running.counters(undeliverable));
  }

  /**
   * Returns the counts of this node's links so far: {@code {"opened": n, "accepted": n,
   * "refusedFrames": n, "closed": {"CONNECT_FAILED": n, …}}}. Safe to call from any thread.
   *
   * @return fails if the verticle isn't deployed
   */
  public Future<JsonObject> linkCounters() {
    return onContext(
        running -> Future.succeededFuture(StatusReport.toJson(running.linkCounters())));
  }

  /**
   * Returns the counts of broadcasts at this node so far: {@code {"deliveredOwn": n,
   * "deliveredFromOthers": n, …}}, as the {@code broadcasts} of {@link #counters}. Gossip are
   * messages with a payload, including duplicates. Safe to call from any thread.
   *
   * @return fails if the verticle isn't deployed
   */
  public Future<JsonObject> broadcastCounters() {
    return counters().map(counters -> counters.getJsonObject(OverlayCounters.BROADCASTS));
  }

  private <T> Future<T> onContext(Function<OverlayNode, Future<T>> question) {
    if (context == null) {
      return Future.failedFuture("The verticle isn't deployed");
    }
    Promise<T> answer = Promise.promise();
    context.runOnContext(now -> {
      if (node == null || !node.isRunning()) {
        answer.fail("The verticle isn't deployed");
      } else {
        Future.succeededFuture(node).compose(question).onComplete(answer);
      }
    });
    return answer.future();
  }

  /** The overlay's node as the endpoint sees it. */
  private record OverlayBroadcaster(OverlayNode node) implements BroadcastEndpoint.Broadcaster {

    @Override
    public Future<?> broadcast(byte[] payload) {
      return node.broadcast(payload);
    }

    @Override
    public Future<?> broadcastAcknowledged(byte[] payload, long timeout) {
      return node.broadcastAcknowledged(payload, timeout);
    }
  }
}
