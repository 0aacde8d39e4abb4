package org.hyparview.cluster.discovery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hyparview.cluster.discovery.DiscoveryConfig.PortScan;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of this cluster on this host: dials all ports of a range at once, and gives who
 * answers, the lowest port first.
 *
 * <p>A port where nobody listens refuses at once, so a scan takes as long as the slowest node or
 * stranger that does listen. With the first node in hand, stragglers are waited for a moment only.
 * While no node is found the first looks scan again, later ones don't: from then on whoever starts
 * finds this node.
 */
final class LoopbackScan implements ContactSource {

  private static final int MAX_SCANS = 6;
  private static final long STRAGGLERS_MILLIS = 100;

  private final PortScan range;
  private final Dial dial;
  private @Nullable Vertx vertx;
  private @Nullable Peer self;
  private List<PeerAddress> found = List.of();
  private int scans;

  LoopbackScan(PortScan range, Dial dial) {
    this.range = range;
    this.dial = dial;
  }

  @Override
  public Future<Void> start(Vertx ourVertx, String clusterName, Peer ourSelf) {
    vertx = ourVertx;
    self = ourSelf;
    return Future.succeededFuture();
  }

  @Override
  public Future<List<PeerAddress>> contacts() {
    if (!found.isEmpty() || scans == MAX_SCANS) {
      return Future.succeededFuture(found);
    }
    scans++;
    return new Scan(Objects.requireNonNull(vertx, "not started"))
        .run()
        .onSuccess(contacts -> found = contacts);
  }

  private List<PeerAddress> targets() {
    PeerAddress own = Objects.requireNonNull(self, "not started").address();
    List<PeerAddress> targets = new ArrayList<>();
    for (int port = range.firstPort(); port < range.firstPort() + range.ports(); port++) {
      for (String host : range.hosts()) {
        PeerAddress target = new PeerAddress(host, port);
        if (!target.equals(own)) {
          targets.add(target);
        }
      }
    }
    return targets;
  }

  /** One pass over the range; the answers keep the order of the ports. */
  private final class Scan {

    private final Vertx timers;
    private final Promise<List<PeerAddress>> done = Promise.promise();
    private final List<PeerAddress> targets = targets();
    private final @Nullable Peer[] answers = new Peer[targets.size()];
    private int open = targets.size();
    private boolean waiting;

    Scan(Vertx timers) {
      this.timers = timers;
    }

    Future<List<PeerAddress>> run() {
      for (int i = 0; i < answers.length; i++) {
        int index = i;
        dial.at(targets.get(i)).onComplete(answer -> answered(index, answer.result()));
      }
      if (open == 0) {
        finish();
      }
      return done.future();
    }

    private void answered(int index, @Nullable Peer peer) {
      answers[index] = peer;
      open--;
      if (open == 0) {
        finish();
      } else if (peer != null && !waiting) {
        waiting = true;
        timers.setTimer(STRAGGLERS_MILLIS, id -> finish());
      }
    }

    private void finish() {
      Map<PeerId, PeerAddress> nodes = new LinkedHashMap<>();
      for (Peer peer : answers) {
        if (peer != null) {
          nodes.putIfAbsent(peer.id(), peer.address());
        }
      }
      done.tryComplete(List.copyOf(nodes.values()));
    }
  }

  @Override
  public String toString() {
    return "ports of this host";
  }
}
