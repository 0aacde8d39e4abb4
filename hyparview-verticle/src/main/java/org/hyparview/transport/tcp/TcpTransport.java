package org.hyparview.transport.tcp;

import io.vertx.core.Vertx;
import org.hyparview.transport.stream.StreamTransport;
import org.hyparview.transport.stream.TcpTransportOptions;

/**
 * A transport over TCP, or over TLS if the options say so.
 *
 * <p>{@link #stop} waits at most a second for queued frames to leave, and under TLS at most 3 s
 * more for its farewell.
 */
public final class TcpTransport extends StreamTransport {

  /** Creates a transport that does nothing until it is started. */
  public TcpTransport(Vertx vertx, TcpTransportOptions options) {
    super(new TcpStreamLayer(vertx, options), options);
  }
}
