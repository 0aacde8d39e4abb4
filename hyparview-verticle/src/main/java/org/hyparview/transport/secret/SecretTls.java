package org.hyparview.transport.secret;

import io.netty.handler.ssl.SslContext;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Mutual TLS 1.3 among those that share a secret: both ends of a connection prove that they have
 * the key that is derived from one of them. Immutable.
 */
public final class SecretTls {

  private static final String PURPOSE = "TLS, P-256";
  private static final String VERSION = "TLSv1.3";

  private final SecretKeyManager keys;
  private final SecretTrustManager trust;
  private final SSLContext context;

  private SecretTls(SecretKeyManager keys, SecretTrustManager trust)
      throws GeneralSecurityException {
    this.keys = keys;
    this.trust = trust;
    context = SSLContext.getInstance(VERSION);
    context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
  }

  /**
   * Derives the keys; takes some milliseconds for each secret.
   *
   * @param secrets at least one: the first is this node's own, and all are accepted
   */
  public static SecretTls of(List<String> secrets) {
    try {
      P256 curve = new P256();
      List<KeyPair> pairs = new ArrayList<>();
      for (String secret : secrets) {
        pairs.add(curve.derive(new SharedSecret(secret).derive(PURPOSE, P256.SEED_BYTES)));
      }
      KeyPair own = pairs.get(0);
      List<PublicKey> accepted = pairs.stream().map(KeyPair::getPublic).toList();
      return new SecretTls(
          new SecretKeyManager(own, SelfSigned.of(own)), new SecretTrustManager(accepted));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java can't derive the keys of links", e);
    }
  }

  /** Returns the context of servers, which demands a key of clients. */
  public SslContext ofServers() {
    return new SecretSslContext(context, false);
  }

  /** Returns the context of clients. */
  public SslContext ofClients() {
    return new SecretSslContext(context, true);
  }

  /** Has a server use TLS; its engine is to be one of {@link #ofServers}. */
  public NetServerOptions applyTo(NetServerOptions options) {
    set(options);
    return options.setClientAuth(ClientAuth.REQUIRED);
  }

  /**
   * Has a client use TLS, and know servers by their keys instead of their names; its engine is to
   * be one of {@link #ofClients}.
   */
  public NetClientOptions applyTo(NetClientOptions options) {
    set(options);
    return options.setHostnameVerificationAlgorithm("");
  }

  /** Vert.x demands keys, and makes a new context when they change. */
  private void set(TCPSSLOptions options) {
    options
        .setSsl(true)
        .setKeyCertOptions(KeyCertOptions.wrap(keys))
        .setTrustOptions(TrustOptions.wrap(trust))
        .setEnabledSecureTransportProtocols(Set.of(VERSION));
  }
}
