package org.hyparview.transport.tcp;

import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.identity.CertificateNames;
import org.hyparview.transport.identity.NodeName;

/** The keys and trusted certificates of TLS options, as they are in their files now. */
final class Certificates {

  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS", "DSA");

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

  /**
   * Throws if TLS options have certificates to present, none of which names a node. Blocks.
   *
   * @param where the options that have them, for the message
   * @throws Exception if a file can't be read, or they don't
   */
  static void checkNames(Vertx vertx, SSLOptions options, String where, PeerId node)
      throws Exception {
    List<List<String>> names = own(vertx, options).stream()
        .map(certificate -> CertificateNames.of(List.of(certificate)))
        .toList();
    String name = NodeName.of(node);
    if (!names.isEmpty() && names.stream().noneMatch(each -> each.contains(name))) {
      throw new VertxException(
          "The certificate in " + where + " "
              + CertificateNames.shown(names.stream().flatMap(List::stream).toList())
              + ", but this node is \"" + name
              + "\" (verifyNodeId). Set nodeId, or with the cluster"
              + " manager nodeName, to a name of the certificate; or issue one with the"
              + " subjectAltName URI:hyparview:" + name,
          true);
    }
  }

  private static Set<Certificate> own(Vertx vertx, SSLOptions options) throws Exception {
    Set<Certificate> own = new LinkedHashSet<>();
    KeyCertOptions keys = options.getKeyCertOptions();
    if (keys != null) {
      for (KeyManager manager : keys.copy().getKeyManagerFactory(vertx).getKeyManagers()) {
        if (manager instanceof X509KeyManager keyManager) {
          KEY_TYPES.forEach(type -> addOwn(keyManager, type, own));
        }
      }
    }
    return own;
  }

  private static void addOwn(X509KeyManager keys, String type, Set<Certificate> own) {
    String[] aliases = keys.getServerAliases(type, null);
    for (String alias : aliases == null ? new String[0] : aliases) {
      X509Certificate[] chain = keys.getCertificateChain(alias);
      if (chain != null && chain.length > 0) {
        own.add(chain[0]);
      }
    }
  }
}
