package org.hyparview.transport.secret;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * Netty's view of the JDK's TLS 1.3 under a secret. Netty's own one, and Vert.x's, load the
 * certificates of all public authorities first, which takes longer than a handshake.
 */
final class SecretSslContext extends SslContext {

  private static final String[] PROTOCOLS = {"TLSv1.3"};
  private static final List<String> CIPHERS =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");

  private final SSLContext context;
  private final boolean client;

  SecretSslContext(SSLContext context, boolean client) {
    this.context = context;
    this.client = client;
  }

  @Override
  public boolean isClient() {
    return client;
  }

  @Override
  public List<String> cipherSuites() {
    return CIPHERS;
  }

  @Override
  @SuppressWarnings("deprecation") // Netty demands it of each context.
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return List::of;
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return configured(context.createSSLEngine());
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
    return configured(context.createSSLEngine(host, port));
  }

  private SSLEngine configured(SSLEngine engine) {
    engine.setUseClientMode(client);
    if (!client) {
      engine.setNeedClientAuth(true);
    }
    engine.setEnabledProtocols(PROTOCOLS);
    engine.setEnabledCipherSuites(CIPHERS.toArray(String[]::new));
    return engine;
  }

  @Override
  public SSLSessionContext sessionContext() {
    return client ? context.getClientSessionContext() : context.getServerSessionContext();
  }
}
