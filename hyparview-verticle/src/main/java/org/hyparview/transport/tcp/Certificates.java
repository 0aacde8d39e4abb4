package org.hyparview.transport.tcp;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;

/** The keys and trusted certificates of TLS options, as they are in their files now. */
final class Certificates {

  private Certificates() {}

  /**
   * Loads them, and has the options hold what was loaded instead of the names of the files. Blocks.
   *
   * @throws Exception if a file can't be read or has another form; the options may be incomplete
   */
  static <T extends SSLOptions> T load(Vertx vertx, T options) throws Exception {
    KeyCertOptions keys = options.getKeyCertOptions();
    if (keys != null) {
      options.setKeyCertOptions(KeyCertOptions.wrap(keys.copy().getKeyManagerFactory(vertx)));
    }
    TrustOptions trust = options.getTrustOptions();
    if (trust != null) {
      options.setTrustOptions(TrustOptions.wrap(trust.copy().getTrustManagerFactory(vertx)));
    }
    return options;
  }
}
