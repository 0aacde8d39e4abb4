package org.hyparview.demo.nodes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.PeerInfo;
import org.hyparview.PeerViews;

/** The nodes in this Vert.x. */
public final class LocalGroup implements NodeGroup {

  private final Vertx vertx;
  private final NodeListener listener;
  private final List<HyParViewVerticle> nodes = new ArrayList<>();

  /** Creates a group without nodes. */
  public LocalGroup(Vertx vertx, NodeListener listener) {
    this.vertx = vertx;
    this.listener = listener;
  }

  @Override
  public Future<PeerInfo> start(HyParViewOptions options) {
    String id = String.valueOf(options.getNodeId());
    HyParViewClient client = HyParViewClient.create(vertx, options.getEventBusPrefix());
    client.events(listener::changed);
    client.onBroadcast(
        Delivery.TOPIC,
        (Message<JsonObject> message) -> listener.delivered(Delivery.of(id, message)));
    HyParViewVerticle node = new HyParViewVerticle(options);
    nodes.add(node);
    return vertx.deployVerticle(node).compose(deployed -> client.views()).map(PeerViews::node);
  }

  @Override
  public Future<JsonObject> broadcastCounters() {
    return Future.join(nodes.stream().map(LocalGroup::countersOf).toList())
        .map(all -> all.<JsonObject>list().stream().reduce(new JsonObject(), LocalGroup::sum));
  }

  /** A node that isn't deployed yet has counted nothing. */
  private static Future<JsonObject> countersOf(HyParViewVerticle node) {
    return node.broadcastCounters().otherwise(new JsonObject());
  }

  /** Adds up what has the same name. */
  public static JsonObject sum(JsonObject one, JsonObject other) {
    JsonObject sum = one.copy();
    for (String name : other.fieldNames()) {
      sum.put(name, one.getLong(name, 0L) + other.getLong(name));
    }
    return sum;
  }
}
