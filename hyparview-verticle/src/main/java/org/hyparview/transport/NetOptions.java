package org.hyparview.transport;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import org.jspecify.annotations.Nullable;

/**
 * The checks of Vert.x's own options. Vert.x takes a key for no reason to encrypt: without
 * {@code ssl} it is ignored, and all connections are in plain text.
 */
final class NetOptions {

  private NetOptions() {}

  static void check(NetServerOptions options) {
    ServerSSLOptions tls = options.getSslOptions();
    if (!options.isSsl() && tls != null) {
      boolean auth = tls.getClientAuth() != ClientAuth.NONE;
      refuse("netServerOptions", auth ? "clientAuth" : materialOf(tls));
    }
    if (options.getPort() != NetServerOptions.DEFAULT_PORT
        || !options.getHost().equals(NetServerOptions.DEFAULT_HOST)) {
      throw new IllegalArgumentException(
          "netServerOptions must not have host and port: set the options host and port instead");
    }
  }

  static void check(NetClientOptions options) {
    ClientSSLOptions tls = options.getSslOptions();
    if (!options.isSsl() && tls != null) {
      String algorithm = tls.getHostnameVerificationAlgorithm();
      boolean verifies = algorithm != null && !algorithm.isEmpty();
      refuse(
          "netClientOptions",
          tls.isTrustAll()
              ? "trustAll"
              : verifies ? "hostnameVerificationAlgorithm" : materialOf(tls));
    }
  }

  /** Returns what keeps these options from being those of mutual TLS, or null. */
  static @Nullable String lackOfMutualTls(NetServerOptions listening, NetClientOptions dialing) {
    ServerSSLOptions server = listening.getSslOptions();
    ClientSSLOptions client = dialing.getSslOptions();
    if (!listening.isSsl() || server == null || !dialing.isSsl() || client == null) {
      return "netServerOptions and netClientOptions have no ssl";
    }
    if (server.getClientAuth() != ClientAuth.REQUIRED) {
      return "clientAuth in netServerOptions is not REQUIRED";
    }
    if (server.getKeyCertOptions() == null || client.getKeyCertOptions() == null) {
      return (server.getKeyCertOptions() == null ? "netServerOptions" : "netClientOptions")
          + " has no key";
    }
    return client.isTrustAll() ? "netClientOptions has trustAll" : null;
  }

  private static @Nullable String materialOf(SSLOptions tls) {
    return tls.getKeyCertOptions() != null
        ? "a key"
        : tls.getTrustOptions() != null ? "trust options" : null;
  }

  private static void refuse(String options, @Nullable String what) {
    if (what != null) {
      throw new IllegalArgumentException(options + " has " + what
          + ", but not \"ssl\": true, so connections would not be encrypted");
    }
  }
}
