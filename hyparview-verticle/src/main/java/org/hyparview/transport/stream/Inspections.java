package org.hyparview.transport.stream;

import io.netty.util.NetUtil;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Connection;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.InspectionHandler;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.Networks;
import org.jspecify.annotations.Nullable;

/** The inspectors of a node, as far as it lets them in. */
final class Inspections {

  /** The inspectors at a time. */
  static final int MAX_SESSIONS = 16;

  /** The time without a request after which a connection is ended. */
  static final int IDLE_MILLIS = 60_000;

  private static final int TICKS = 4;
  private static final long NO_TIMER = -1;

  private final LocalNode node;
  private final Links links;
  private final @Nullable InspectionHandler handler;
  private final Networks networks;
  private final RequestBudget budget;
  private final Set<InspectionSession> sessions = new LinkedHashSet<>();
  private long timer = NO_TIMER;

  /**
   * Creates the inspectors of a node, at first none.
   *
   * @param handler null if the node can't be inspected
   */
  Inspections(LocalNode node, Links links, @Nullable InspectionHandler handler) {
    this.node = node;
    this.links = links;
    this.handler = links.options().get(LinkOptions.INSPECTION) ? handler : null;
    networks = new Networks(links.options().get(LinkOptions.ALLOWED_NETWORKS));
    budget = new RequestBudget(links.now());
  }

  /** Returns why this inspector isn't let in, or null. */
  @Nullable
  HandshakeError objectionTo(HandshakeMessage.InspectorHello hello, Connection connection) {
    int version = HandshakeCodec.INSPECTION_VERSION;
    if (version < hello.min() || version > hello.max()) {
      return HandshakeError.inspectorOfOtherVersions(hello);
    }
    if (!hello.clusterName().equals(node.clusterName())) {
      return HandshakeError.anotherCluster(hello.clusterName(), node);
    }
    if (handler == null) {
      return new HandshakeError(
          CloseReason.INSPECTION_REFUSED, "it is an inspector, and the option inspection is false");
    }
    if (!isAllowed(connection.remoteAddress())) {
      return new HandshakeError(
          CloseReason.INSPECTION_REFUSED,
          "it is an inspector whose address is not in allowedNetworks");
    }
    return sessions.size() < MAX_SESSIONS
        ? null
        : new HandshakeError(
            CloseReason.TOO_MANY_LINKS, "this node has " + MAX_SESSIONS + " inspectors already");
  }

  /** One whose IP address isn't known comes by a network other than IP, which has no such limit. */
  private boolean isAllowed(SocketAddress remote) {
    String host = remote.hostAddress();
    InetAddress ip = host == null ? null : NetUtil.createInetAddressFromIpAddressString(host);
    return ip == null || networks.contain(ip);
  }

  /** Lets an inspector in, to which there is no objection. */
  void admit(Connection connection, Buffer rest) {
    if (handler == null) {
      throw new IllegalStateException("This node can't be inspected");
    }
    connection.write(HandshakeCodec.encodeInspected(node.self()));
    InspectionSession session = new InspectionSession(this, connection, handler);
    sessions.add(session);
    if (timer == NO_TIMER) {
      timer = vertx().setPeriodic(IDLE_MILLIS / TICKS, id -> endIdle());
    }
    connection.listener(session);
    session.received(rest);
  }

  private void endIdle() {
    for (InspectionSession session : List.copyOf(sessions)) {
      if (isIdle(session.usedAt(), now())) {
        session.end(
            InspectionException.IDLE, "there was no request for " + IDLE_MILLIS / 1_000 + " s");
      }
    }
  }

  /** Whether a session is idle whose last request came at a time. */
  static boolean isIdle(long usedAt, long now) {
    return now - usedAt >= TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
  }

  /** Forgets a session that is over. */
  void remove(InspectionSession session) {
    sessions.remove(session);
    if (sessions.isEmpty() && timer != NO_TIMER) {
      vertx().cancelTimer(timer);
      timer = NO_TIMER;
    }
  }

  /** Ends all sessions, since the node stops. */
  void stop() {
    List.copyOf(sessions)
        .forEach(session -> session.end(InspectionException.STOPPED, "the node has been stopped"));
  }

  RequestBudget budget() {
    return budget;
  }

  long now() {
    return links.now();
  }

  Vertx vertx() {
    return links.vertx();
  }
}
