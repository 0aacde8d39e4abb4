package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import org.hyparview.BroadcastEndpoint;
import org.jspecify.annotations.Nullable;

/** Users' broadcasts on the local event bus, as with {@link org.hyparview.HyParViewVerticle}. */
final class BroadcastPublisher implements LocalBus.Part {

  private final Broadcasts broadcasts;
  private final BroadcastEndpoint endpoint;
  private @Nullable Delivery<Broadcasts.Arrival> arrivals;

  BroadcastPublisher(Vertx user, String prefix, Broadcasts broadcasts) {
    this.broadcasts = broadcasts;
    endpoint = new BroadcastEndpoint(user, prefix, broadcasts.maxSize());
  }

  @Override
  public void open(ContextInternal through) {
    endpoint.open(broadcasts.broadcaster(through));
    arrivals = broadcasts.tap(
        through, arrival -> endpoint.delivered(arrival.id(), arrival.round(), arrival.payload()));
  }

  @Override
  public Future<Void> close() {
    return arrivals == null
        ? Future.succeededFuture()
        : Future.join(arrivals.cancel(), endpoint.close()).mapEmpty();
  }
}
