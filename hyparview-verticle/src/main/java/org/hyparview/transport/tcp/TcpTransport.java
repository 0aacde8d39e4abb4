package org.hyparview.transport.tcp;

import io.vertx.core.Vertx;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.stream.StreamTransport;

/**
 * A transport over TCP, or over TLS if the options say so.
 *
 * <p>{@link #stop} waits at most a second for queued frames to leave, and under TLS at most 3 s
 * more for its farewell.
 */
public final class TcpTransport extends StreamTransport {

  /**
   * Creates a transport that does nothing until it is started.
   *
   * @param clusterName the cluster of this node, 1 to 255 bytes in UTF-8; nodes of others are
   *     refused
   * @param options copied
   * @throws IllegalArgumentException if the name is not allowed, or options contradict each other
   */
  public TcpTransport(Vertx vertx, String clusterName, LinkOptions options) {
    super(new TcpStreamLayer(vertx, options), clusterName, options);
  }
}
