package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import org.hyparview.node.IsolationLog;
import org.hyparview.node.NodeInspection;
import org.hyparview.node.OverlayNode;
import org.hyparview.node.ViewChange;
import org.hyparview.node.ViewListener;
import org.hyparview.protocol.peer.Peer;

/** The endpoint of a node on the event bus and in the log. All its messages stay in this Vert.x. */
final class EventBusEndpoint implements ViewListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(HyParViewVerticle.class);

  private final HyParViewOptions options;
  private final ViewPublisher publisher;
  private final CountersEndpoint counters;
  private final NodeInspection inspection;
  private final IsolationLog isolation = new IsolationLog(LOGGER);
  private String self = "";

  EventBusEndpoint(Vertx vertx, HyParViewOptions options, NodeInspection inspection) {
    this.options = options;
    this.inspection = inspection;
    this.publisher = new ViewPublisher(vertx, options.getEventBusPrefix());
    counters = new CountersEndpoint(vertx, options.getEventBusPrefix());
  }

  /** Claims the addresses, and returns whether they were free. */
  boolean claim() {
    return publisher.claim();
  }

  /**
   * Begins to answer requests, before any change is published.
   *
   * @param current called on this context for the counters of the node
   */
  void open(OverlayNode node, Peer peer, Supplier<JsonObject> current) {
    self = peer.id().toString();
    publisher.open(self, () -> Future.succeededFuture(node.views()));
    counters.open(() -> Future.succeededFuture(current.get()));
    LOGGER.info("Node " + peer + " of cluster " + options.getClusterName() + " has started");
  }

  Future<Void> close() {
    return counters.close().eventually(publisher::close);
  }

  @Override
  public void changed(ViewChange change) {
    PeerEvent event = publisher.changed(change);
    if (inspection.isFollowed()) {
      inspection.publish(event.toJson());
    }
    isolation.changed(change);
    if (LOGGER.isDebugEnabled()) {
      LOGGER.debug("Node " + self + ": " + event);
    }
  }

  @Override
  public void isolated(String contacts) {
    isolation.isolated(self, contacts);
  }

  @Override
  public void renamed(Peer renamed) {
    LOGGER.warn("The overlay knew a later incarnation of node "
        + self
        + ", which now has incarnation "
        + renamed.incarnation()
        + ". If this happens repeatedly, two nodes have this id: give each its own");
  }
}
