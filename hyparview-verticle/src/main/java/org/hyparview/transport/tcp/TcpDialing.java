package org.hyparview.transport.tcp;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import java.util.Objects;
import java.util.function.Supplier;
import org.hyparview.transport.secret.SecretTls;
import org.jspecify.annotations.Nullable;

/** The options by which nodes, and inspectors of nodes, dial. */
public final class TcpDialing {

  private TcpDialing() {}

  /**
   * Returns the options to dial with under shared secrets, or if there are none, as given.
   *
   * @param secrets is asked for those of the moment, whenever a client makes a context of TLS
   */
  public static NetClientOptions options(
      NetClientOptions given, Supplier<@Nullable SecretTls> secrets, int connectTimeoutMillis) {
    NetClientOptions client = new NetClientOptions(given);
    SecretTls present = secrets.get();
    if (present != null) {
      present
          .applyTo(client)
          .setSslEngineOptions(new OwnEngine(
              byVertx -> Objects.requireNonNullElse(secrets.get(), present).ofClients()));
    }
    return options(client, connectTimeoutMillis);
  }

  /**
   * Returns the options to dial with, which verify by default that a certificate names the dialed
   * host.
   *
   * @param given copied
   */
  private static NetClientOptions options(NetClientOptions given, int connectTimeoutMillis) {
    NetClientOptions client = new NetClientOptions(given)
        .setTcpNoDelay(true)
        .setReconnectAttempts(0)
        .setConnectTimeout(connectTimeoutMillis);
    ClientSSLOptions tls = client.getSslOptions();
    return client.isSsl() && (tls == null || tls.getHostnameVerificationAlgorithm() == null)
        ? client.setHostnameVerificationAlgorithm("HTTPS")
        : client;
  }
}
