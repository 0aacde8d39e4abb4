package org.hyparview.transport.tcp;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import javax.net.ssl.SSLException;

/** The options of a TLS engine whose contexts are others than those that Vert.x makes. */
final class OwnEngine extends JdkSSLEngineOptions {

  /** A context that Vert.x would make. */
  interface ByVertx {

    SslContext create() throws SSLException;
  }

  /** A source of contexts, which is asked whenever keys have changed. */
  interface Contexts {

    SslContext create(ByVertx other) throws SSLException;
  }

  private final Contexts contexts;

  OwnEngine(Contexts contexts) {
    this.contexts = contexts;
  }

  @Override
  public OwnEngine copy() {
    return new OwnEngine(contexts);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new Factory();
  }

  private final class Factory extends DefaultSslContextFactory {

    Factory() {
      super(SslProvider.JDK, false);
    }

    @Override
    public SslContext create() throws SSLException {
      return contexts.create(super::create);
    }
  }
}
