package org.hyparview.node;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;

/**
 * The detection of ids that two nodes have: they take each other's place among the neighbors, so an
 * id moves between two addresses. A restart moves it once.
 */
final class DuplicateIds {

  private static final Logger LOGGER = LoggerFactory.getLogger(DuplicateIds.class);

  /** How often an id must have moved back to prove that it is at two addresses. */
  private static final int ENOUGH_RETURNS = 2;

  private static final int MOST_IDS = 256;
  private static final long REPORT_INTERVAL = 600_000;

  /** The two latest addresses of an id. */
  private static final class Trace {
    private PeerAddress present;
    private PeerAddress former;
    private int returns;
    private long reportedAt = Long.MIN_VALUE / 2;

    Trace(PeerAddress address) {
      present = address;
      former = address;
    }

    void moveTo(PeerAddress address) {
      returns = address.equals(former) ? returns + 1 : 0;
      former = present;
      present = address;
    }
  }

  private final Consumer<String> report;
  private final Map<PeerId, Trace> traces = new LinkedHashMap<>(16, 0.75f, true);

  DuplicateIds() {
    this(LOGGER::error);
  }

  DuplicateIds(Consumer<String> report) {
    this.report = report;
  }

  /** Notes a new neighbor. */
  void up(Peer peer, long now) {
    Trace trace = traces.computeIfAbsent(peer.id(), id -> new Trace(peer.address()));
    if (traces.size() > MOST_IDS) {
      traces.remove(traces.keySet().iterator().next());
    }
    if (trace.present.equals(peer.address())) {
      return;
    }
    trace.moveTo(peer.address());
    if (trace.returns >= ENOUGH_RETURNS && now - trace.reportedAt >= REPORT_INTERVAL) {
      trace.reportedAt = now;
      report.accept("Two nodes have the id " + peer.id() + ", at " + trace.former + " and at "
          + trace.present + ": they displace each other. Give each an id of its own");
    }
  }
}
