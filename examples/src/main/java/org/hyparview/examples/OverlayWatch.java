package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import org.hyparview.PeerEvent;
import org.jspecify.annotations.Nullable;

/** Follows the views of all nodes, and tells when they are one whole overlay. */
final class OverlayWatch {

  private final Stopwatch clock;
  private final OverlayGraph graph = new OverlayGraph();
  private @Nullable Promise<Long> whole;

  OverlayWatch(Stopwatch clock, Collection<String> nodes) {
    this.clock = clock;
    nodes.forEach(graph::add);
  }

  /** The graph as the events so far tell it. */
  OverlayGraph graph() {
    return graph;
  }

  /** A view has changed. */
  void changed(PeerEvent event) {
    graph.apply(event);
    look();
  }

  /**
   * The first moment from now on at which the overlay is whole, as a reading of the clock. One is
   * awaited at a time.
   */
  Future<Long> becomeWhole() {
    Promise<Long> awaited = Promise.promise();
    whole = awaited;
    look();
    return awaited.future();
  }

  private void look() {
    if (whole != null && graph.isWhole()) {
      Promise<Long> awaited = whole;
      whole = null;
      awaited.complete(clock.millis());
    }
  }
}
