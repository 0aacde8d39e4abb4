package org.hyparview.transport.tcp;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;

/** The options by which nodes, and inspectors of nodes, dial. */
public final class TcpDialing {

  private TcpDialing() {}

  /**
   * Returns the options to dial with, which verify by default that a certificate names the dialed
   * host.
   *
   * @param given copied
   */
  public static NetClientOptions options(NetClientOptions given, int connectTimeoutMillis) {
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
