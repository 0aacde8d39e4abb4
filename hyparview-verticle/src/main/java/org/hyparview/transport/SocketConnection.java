package org.hyparview.transport;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection over a socket of Vert.x. */
abstract class SocketConnection implements Connection {

  /** The listener of a connection that nobody has taken. */
  private static final Listener NONE = new Listener() {
    @Override
    public void received(Buffer bytes) {}

    @Override
    public void drained() {}

    @Override
    public void closed(@Nullable Throwable failure) {}
  };

  private final ReadStream<Buffer> in;
  private final WriteStream<Buffer> out;
  private final ChannelHandlerContext channel;
  private final @Nullable SSLSession session;
  private Listener listener = NONE;
  private @Nullable Throwable failure;

  /**
   * Takes the handlers of a socket, save that for its end, which calls {@link #ended}.
   *
   * @param in the socket
   * @param out the socket
   * @param session that of TLS, which a socket that is closed has no more; null without TLS
   */
  SocketConnection(
      ReadStream<Buffer> in,
      WriteStream<Buffer> out,
      ChannelHandlerContext channel,
      @Nullable SSLSession session) {
    this.in = in;
    this.out = out;
    this.channel = channel;
    this.session = session;
    in.exceptionHandler(cause -> failure = cause);
    in.handler(NONE::received);
    out.drainHandler(v -> listener.drained());
  }

  final void ended() {
    listener.closed(failure);
  }

  @Override
  public final void listener(Listener listener) {
    this.listener = listener;
    in.handler(listener::received);
  }

  @Override
  public final List<Certificate> peerCertificates() {
    if (session == null) {
      return List.of();
    }
    try {
      return List.of(session.getPeerCertificates());
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  @Override
  public Future<Void> write(Buffer bytes) {
    return out.write(bytes);
  }

  @Override
  public boolean writeQueueFull() {
    return out.writeQueueFull();
  }

  @Override
  public final void close() {
    var unused = out.end();
  }

  /**
   * The close of Vert.x's sockets waits for what was written before, which a peer that does not
   * read can delay for ever, and so does the close of Netty's channel, which passes Vert.x's
   * handler; so this one begins behind that handler. Under TLS, Netty still waits up to 3 s for the
   * farewell of TLS to leave.
   */
  @Override
  public final void abort() {
    var unused = channel.close();
  }
}
