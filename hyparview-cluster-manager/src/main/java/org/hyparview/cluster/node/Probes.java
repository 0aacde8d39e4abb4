package org.hyparview.cluster.node;

import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.hyparview.cluster.protocol.failure.FailureAction.Probe;
import org.hyparview.cluster.protocol.failure.ProbeResult;
import org.hyparview.cluster.protocol.plane.GossipPlane;
import org.hyparview.node.Dials;
import org.hyparview.node.LinkHost;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.LinkException;

/** The dials to members whose liveness the failure detector wants to know. */
final class Probes implements Dials.Outcome {

  /** The pause before another dial of a peer that broke a connection. */
  private static final int AGAIN_MILLIS = 50;

  private record Pending(Peer member, long timer) {}

  private final Vertx vertx;
  private final LinkHost host;
  private final GossipPlane plane;
  private final Dials dials;
  private final Map<Long, Pending> pending = new HashMap<>();

  Probes(Vertx vertx, LinkHost host, GossipPlane plane) {
    this.vertx = vertx;
    this.host = host;
    this.plane = plane;
    dials = host.dials(this);
  }

  void probe(Probe probe) {
    long number = probe.number();
    long timer = vertx.setTimer(Math.max(1, probe.timeout()), id -> timedOut(number));
    pending.put(number, new Pending(probe.member(), timer));
    dials.connect(number, probe.member().address(), null);
  }

  private void timedOut(long number) {
    if (pending.remove(number) != null) {
      dials.cancel(number);
      host.input(now -> plane.probeResult(number, ProbeResult.SILENT, now));
    }
  }

  @Override
  public void connected(long request, long link, Peer peer, long now) {
    Pending probe = end(request);
    ProbeResult result = peer.sameNode(probe.member) ? ProbeResult.ALIVE : ProbeResult.OTHER;
    host.close(link);
    plane.probeResult(request, result, now);
  }

  /**
   * Notes that a dial failed. A process that dies closes its connections before its listening
   * socket, so a connection that breaks at once proves nothing, and the next dial soon does.
   */
  @Override
  public void connectFailed(long request, Throwable cause, long now) {
    if (isBroken(cause)) {
      vertx.setTimer(AGAIN_MILLIS, id -> dialAgain(request));
    } else {
      end(request);
      plane.probeResult(request, resultOf(cause), now);
    }
  }

  private void dialAgain(long request) {
    Pending probe = pending.get(request);
    if (probe != null) {
      dials.connect(request, probe.member.address(), null);
    }
  }

  private static boolean isBroken(Throwable cause) {
    return cause instanceof LinkException failure
        && !failure.isRefused()
        && failure.reason() == CloseReason.CONNECTION_LOST;
  }

  /** Returns the result that a failed dial proves. */
  static ProbeResult resultOf(Throwable cause) {
    if (!(cause instanceof LinkException failure)) {
      return ProbeResult.SILENT;
    }
    if (failure.isRefused()) {
      return ProbeResult.REFUSED;
    }
    boolean another =
        failure.reason() == CloseReason.WRONG_PEER || failure.reason() == CloseReason.WRONG_CLUSTER;
    return another ? ProbeResult.OTHER : ProbeResult.SILENT;
  }

  /** Ends a request, which has one outcome: its timer cancels the dial. */
  private Pending end(long request) {
    Pending probe = pending.remove(request);
    if (probe == null) {
      throw new IllegalStateException("Probe " + request + " has ended already");
    }
    vertx.cancelTimer(probe.timer);
    return probe;
  }
}
