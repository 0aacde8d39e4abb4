package org.hyparview.broadcast.contract;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewClient.Subscription;

/**
 * A node of this process, as its users see it: by the event bus, unless it has methods of its own.
 */
public interface BroadcastNode {

  /** The id by which others know it. */
  String id();

  /** The Vert.x that it is in. */
  Vertx vertx();

  /** The prefix of its addresses there. */
  String prefix();

  /** Leaves the overlay in good order. */
  void leave();

  /** Its API on the event bus. */
  default HyParViewClient client() {
    return HyParViewClient.create(vertx(), prefix());
  }

  default Future<Void> broadcast(String topic, Object body) {
    return client().broadcast(topic, body);
  }

  default Future<Void> broadcastAcknowledged(String topic, Object body, long timeoutMillis) {
    return client().broadcastAcknowledged(topic, body, timeoutMillis);
  }

  /** Registers a handler of the bodies of a topic. */
  default Subscription onBroadcast(String topic, Handler<Object> handler) {
    return client().onBroadcast(topic, message -> handler.handle(message.body()));
  }
}
