package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import org.hyparview.CountersEndpoint;

/** The answer to requests for the counters on the local event bus. */
final class CountersPart implements LocalBus.Part {

  private final CountersEndpoint endpoint;
  private final ClusterCounters counters;

  CountersPart(Vertx user, String prefix, ClusterCounters counters) {
    endpoint = new CountersEndpoint(user, prefix);
    this.counters = counters;
  }

  @Override
  public void open(ContextInternal through) {
    endpoint.open(() -> counters.on(through));
  }

  @Override
  public Future<Void> close() {
    return endpoint.close();
  }
}
