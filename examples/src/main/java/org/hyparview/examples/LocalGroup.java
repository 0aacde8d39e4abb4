package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.PeerEvent;
import org.hyparview.PeerInfo;
import org.hyparview.PeerViews;

/** Nodes in this Vert.x. */
final class LocalGroup implements NodeGroup {

  private final Vertx vertx;
  private final Handler<PeerEvent> listener;

  LocalGroup(Vertx vertx, Handler<PeerEvent> listener) {
    this.vertx = vertx;
    this.listener = listener;
  }

  @Override
  public Future<PeerInfo> start(HyParViewOptions options) {
    HyParViewClient client = HyParViewClient.create(vertx, options.getEventBusPrefix());
    client.events(listener);
    return vertx
        .deployVerticle(new HyParViewVerticle(options))
        .compose(deployed -> client.views())
        .map(PeerViews::node);
  }
}
