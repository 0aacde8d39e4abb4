package org.hyparview.transport.tcp;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of TLS handshakes that failed. Vert.x's server reports only why; Netty knows the host,
 * and reports the same failure just before, on the same thread. Belongs to the event loop of the
 * server.
 */
final class FailedHandshakes {

  private record Failure(Throwable cause, String host) {}

  private @Nullable Failure last;

  /** Returns the host of the handshake that has just failed for a reason, or null. */
  @Nullable
  String hostOf(Throwable cause) {
    return last != null && last.cause == cause ? last.host : null;
  }

  /** Returns the same context, whose handshakes are observed. */
  SslContext observed(SslContext context) {
    return new Observed(context);
  }

  private void observe(SslHandler handler) {
    String host = handler.engine().getPeerHost();
    if (host != null) {
      handler.handshakeFuture().addListener(handshake -> {
        if (handshake.cause() != null) {
          last = new Failure(handshake.cause(), host);
        }
      });
    }
  }

  private final class Observed extends DelegatingSslContext {

    Observed(SslContext context) {
      super(context);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      // As the context made it.
    }

    @Override
    protected void initHandler(SslHandler handler) {
      observe(handler);
    }
  }
}
