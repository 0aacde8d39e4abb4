package org.hyparview.demo.overlay;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import org.hyparview.PeerEvent;
import org.hyparview.demo.common.RunClock;
import org.jspecify.annotations.Nullable;

/** A monitor of the views of all nodes, which notices when they are one whole overlay. */
public final class OverlayWatch {

  private final RunClock clock;
  private final NeighborGraph graph = new NeighborGraph();
  private @Nullable Promise<Long> whole;

  /** Creates a monitor of these nodes, none of which has a neighbor yet. */
  public OverlayWatch(RunClock clock, Collection<String> nodes) {
    this.clock = clock;
    nodes.forEach(graph::add);
  }

  /** The graph as the events so far tell it. */
  public NeighborGraph graph() {
    return graph;
  }

  /** A view has changed. */
  public void changed(PeerEvent event) {
    graph.apply(event);
    look();
  }

  /**
   * The first moment from now on at which the overlay is whole, as a reading of the clock. One is
   * awaited at a time.
   */
  public Future<Long> becomeWhole() {
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
