package org.hyparview.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hyparview.HyParViewClient;
import org.hyparview.PeerViews;
import org.hyparview.broadcast.contract.ObservedOverlay;

/** Clustered Vert.x of this process on loopback, with all addresses of broadcast and views. */
final class ClusterOverlay extends ObservedOverlay {

  private final String name = "test-" + UUID.randomUUID();
  private final List<Vertx> nodes = new ArrayList<>();
  private List<String> contacts = List.of();
  private boolean patient;

  /** The nodes that are started from now on never take silence for a failure. */
  void havePatience() {
    patient = true;
  }

  /** The options of a node that joins those of this process. */
  HyParViewClusterOptions options() {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName(name)
        .setHost("127.0.0.1")
        .setPort(0)
        .setContacts(contacts)
        .setViewEvents(true)
        .setBroadcastEvents(true)
        .setMulticast(new MulticastOptions().setEnabled(false));
    if (patient) {
      options.getLinks().setHeartbeatMisses(NEVER);
      options
          .getFailureDetection()
          .setWeakSuspicionTimeout(Waits.PATIENCE_MILLIS)
          .setProbeInterval(Waits.PATIENCE_MILLIS);
    }
    return options;
  }

  /** Starts a node, which is the contact of all others, and then these together. */
  List<Vertx> start(int size) {
    PeerViews first = await(startOne());
    contacts = List.of(first.node().address());
    await(Future.all(Stream.generate(this::startOne).limit(size - 1L).toList()));
    return List.copyOf(nodes);
  }

  /** Starts a node, and waits for its addresses, which are open a moment after its event bus is. */
  private Future<PeerViews> startOne() {
    return Vertx.builder()
        .withClusterManager(new HyParViewClusterManager(options()))
        .buildClustered()
        .compose(vertx -> {
          add(vertx);
          return views(vertx)
              .onSuccess(open -> observe(open.node().id(), HyParViewClient.create(vertx)));
        });
  }

  private static Future<PeerViews> views(Vertx vertx) {
    return HyParViewClient.create(vertx)
        .views()
        .recover(closed -> vertx.timer(1, TimeUnit.MILLISECONDS).compose(later -> views(vertx)));
  }

  private synchronized void add(Vertx vertx) {
    nodes.add(vertx);
  }

  void leave(Vertx vertx) {
    forget(HyParViewCluster.of(vertx).nodeId());
    await(vertx.close());
  }

  @Override
  public void close() {
    await(Future.join(nodes.stream().map(Vertx::close).toList()));
  }
}
