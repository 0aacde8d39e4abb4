package org.hyparview.transport.tcp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ImmediateExecutor;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import org.hyparview.transport.StreamLayer;
import org.jspecify.annotations.Nullable;

/**
 * The TLS handshakes of a server. Vert.x's server tells only of those that succeed, and of others
 * only why they failed. Here as many are under way as hellos may be awaited, and each further
 * connection is closed at once; and the hosts of those that fail are known, since Netty reports the
 * same failure just before Vert.x, on the same thread. Belongs to the event loop of the server.
 */
final class ServerHandshakes {

  private record Failure(Throwable told, @Nullable String host, Throwable cause) {}

  private final int most;
  private int underWay;
  private @Nullable Failure last;

  /**
   * Creates the handshakes of a server that has none.
   *
   * @param most how many may be under way
   */
  ServerHandshakes(int most) {
    this.most = most;
  }

  /** Passes on a failure that Vert.x has told of, with what else is known of it. */
  void failed(Throwable told, StreamLayer.Listener listener) {
    if (last != null && last.told == told) {
      listener.handshakeFailed(last.host, last.cause);
    } else {
      listener.handshakeFailed(told);
    }
  }

  /** Returns the same context, whose handshakes are these. */
  SslContext of(SslContext context) {
    return new Watched(context);
  }

  private void begin(Handshake handshake) {
    underWay++;
    handshake.handshakeFuture().addListener(over -> {
      underWay--;
      if (over.cause() != null) {
        last = handshake.failure(over.cause());
      }
    });
  }

  private final class Handshake extends SslHandler {

    private boolean excess;

    Handshake(SSLEngine engine, boolean startTls, Executor executor) {
      super(engine, startTls, executor);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
      super.handlerAdded(context);
      begin(this);
      if (underWay > most) {
        excess = true;
        context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
      }
    }

    private Failure failure(Throwable told) {
      Throwable cause = excess
          ? new SSLException("this node has " + most + " handshakes under way already")
          : told;
      return new Failure(told, engine().getPeerHost(), cause);
    }
  }

  /** The given context, but for the handlers. */
  private final class Watched extends SslContext {

    private final SslContext context;

    Watched(SslContext context) {
      this.context = context;
    }

    @Override
    public boolean isClient() {
      return context.isClient();
    }

    @Override
    public List<String> cipherSuites() {
      return context.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty has nothing else for it.
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
      return context.applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
      return context.sessionContext();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
      return context.newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
      return context.newEngine(allocator, host, port);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
      return newHandler(allocator, startTls, ImmediateExecutor.INSTANCE);
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator allocator, boolean startTls, Executor executor) {
      return new Handshake(newEngine(allocator), startTls, executor);
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator allocator, String host, int port, boolean startTls) {
      return newHandler(allocator, host, port, startTls, ImmediateExecutor.INSTANCE);
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator allocator, String host, int port, boolean startTls, Executor executor) {
      return new Handshake(newEngine(allocator, host, port), startTls, executor);
    }
  }
}
