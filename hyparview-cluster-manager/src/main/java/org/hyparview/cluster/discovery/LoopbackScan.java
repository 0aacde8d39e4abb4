package org.hyparview.cluster.discovery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyparview.cluster.ContactSource;
import org.hyparview.cluster.discovery.DiscoveryConfig.PortScan;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A scan of this host's ports that finds some nodes of this cluster, the lowest port first.
 *
 * <p>The range is scanned from its beginning, a few ports at a time, and no further than to the
 * first few where a node with a lower port than ours answers: these lead to all others, and many
 * nodes that start at once don't all dial each other. A node that finds no lower one scans the
 * whole range, so of two parts of a cluster at least one finds the other.
 *
 * <p>A port where no process listens refuses at once. A process that accepts and sends nothing, as
 * a foreign one may, doesn't delay the next ports, and is waited for only in the end, for a moment
 * if a node was found. But one that may be the lowest gets more time: nodes that start together are
 * slow to answer, and if each took the lowest that was quick they would ask different ones, and
 * form several clusters. What answers after the scan is found, too: on a busy machine these may be
 * the nodes of a cluster that two new ones, which have found each other, don't know yet.
 *
 * <p>While no node is found the first searches scan again, later ones don't: from then on any node
 * that starts finds this one. The nodes that were found may end before this one has joined them, so
 * it scans again when it is isolated.
 */
final class LoopbackScan implements ContactSource {

  private static final int MAX_SCANS = 6;

  /** The number of ports dialed at a time. */
  static final int STEP = 8;

  private static final long MOMENT_MILLIS = 100;

  private static final long PATIENCE_MILLIS = 1_000;

  private final PortScan range;
  private final Dial dial;
  private final long momentMillis;
  private final long patienceMillis;
  private @Nullable Vertx vertx;
  private @Nullable Peer self;
  private List<PeerAddress> found = List.of();
  private Runnable onLateAnswer = () -> {};
  private int scans;

  /** The dials of the first scan that are under way. */
  private final AtomicInteger underWay = new AtomicInteger();

  LoopbackScan(PortScan range, Dial dial) {
    this(range, dial, MOMENT_MILLIS, PATIENCE_MILLIS);
  }

  /**
   * Creates a scan that has not started.
   *
   * @param momentMillis how long an answer may take before others are asked, 1 or more
   * @param patienceMillis how long it may take if it may be that of the lowest port, 1 or more
   */
  LoopbackScan(PortScan range, Dial dial, long momentMillis, long patienceMillis) {
    this.range = range;
    this.dial = dial;
    this.momentMillis = momentMillis;
    this.patienceMillis = patienceMillis;
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

  /** Sets what is called when a node has answered after the scan that asked it. */
  void onLateAnswer(Runnable listener) {
    onLateAnswer = listener;
  }

  /**
   * Returns whether a port that the first scan has dialed may still answer. Safe to call from any
   * thread.
   */
  boolean isWaiting() {
    return underWay.get() > 0;
  }

  /** Forgets what was found: the next searches scan again. */
  void forget() {
    found = List.of();
    scans = 0;
  }

  /** One pass over the range; the answers keep the order of the ports. */
  private final class Scan {

    private final Vertx timers;
    private final PeerAddress own = Objects.requireNonNull(self, "not started").address();
    private final Promise<List<PeerAddress>> done = Promise.promise();
    private final @Nullable Peer[] answers = new Peer[range.ports()];
    private final BitSet settled = new BitSet();
    private final boolean isFirst = scans == 1;
    private int begin;
    private int end;
    private int openOfStep;
    private int open;
    private boolean late;
    private boolean patient = true;
    private boolean foundAny;
    private boolean foundLower;

    Scan(Vertx timers) {
      this.timers = timers;
    }

    Future<List<PeerAddress>> run() {
      timers.setTimer(patienceMillis, id -> {
        patient = false;
        proceed();
      });
      step();
      return done.future();
    }

    /** Dials the next ports. */
    private void step() {
      begin = end;
      end = Math.min(begin + STEP, answers.length);
      openOfStep = end - begin;
      open += openOfStep;
      underWay.addAndGet(isFirst ? openOfStep : 0);
      int step = end;
      timers.setTimer(momentMillis, id -> {
        if (step == end) {
          late = true;
          proceed();
        }
      });
      for (int i = begin; i < step; i++) {
        ask(i, 0);
      }
    }

    /**
     * Asks at one address of this host after the other, as a node may listen at only one of them.
     */
    private void ask(int index, int host) {
      if (host == range.hosts().size()) {
        answered(index, null);
        return;
      }
      PeerAddress target = new PeerAddress(range.hosts().get(host), range.firstPort() + index);
      if (target.equals(own)) {
        ask(index, host + 1);
        return;
      }
      dial.at(target).onSuccess(peer -> answered(index, peer)).onFailure(e -> ask(index, host + 1));
    }

    private void answered(int index, @Nullable Peer peer) {
      answers[index] = peer;
      settled.set(index);
      foundAny |= peer != null;
      foundLower |= peer != null && isLower(index);
      open--;
      underWay.addAndGet(isFirst ? -1 : 0);
      openOfStep -= index >= begin ? 1 : 0;
      if (!done.future().isComplete()) {
        proceed();
      } else if (peer != null) {
        Set<PeerAddress> all = new LinkedHashSet<>(nodes());
        all.addAll(found);
        found = List.copyOf(all);
        onLateAnswer.run();
      }
    }

    private boolean isLower(int index) {
      return range.firstPort() + index < own.port();
    }

    /** Returns whether the lowest port of any node may be one that has not answered yet. */
    private boolean isLowestOpen() {
      for (int i = 0; i < end && isLower(i); i++) {
        if (!settled.get(i)) {
          return true;
        }
        if (answers[i] != null) {
          return false;
        }
      }
      return false;
    }

    private void proceed() {
      if ((!late && openOfStep > 0) || (patient && isLowestOpen())) {
        return;
      }
      boolean last = end == answers.length;
      if (foundLower || (last && (foundAny || open == 0))) {
        finish();
      } else if (!last) {
        late = false;
        step();
      }
    }

    private void finish() {
      done.tryComplete(nodes());
    }

    private List<PeerAddress> nodes() {
      Map<PeerId, PeerAddress> nodes = new LinkedHashMap<>();
      for (Peer peer : answers) {
        if (peer != null) {
          nodes.putIfAbsent(peer.id(), peer.address());
        }
      }
      return List.copyOf(nodes.values());
    }
  }

  @Override
  public String toString() {
    return "ports of this host";
  }
}
