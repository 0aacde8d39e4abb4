package org.hyparview.transport.secret;

import java.net.Socket;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The trust manager of a node, which lets in who has the key of an accepted secret. TLS itself has
 * the other end prove that.
 */
final class SecretTrustManager extends X509ExtendedTrustManager {

  private final List<byte[]> accepted;

  SecretTrustManager(List<PublicKey> accepted) {
    this.accepted = accepted.stream().map(PublicKey::getEncoded).toList();
  }

  private void check(X509Certificate[] chain) throws WrongSecretException {
    byte[] key = chain.length == 0 ? new byte[0] : chain[0].getPublicKey().getEncoded();
    if (accepted.stream().noneMatch(each -> Arrays.equals(each, key))) {
      throw new WrongSecretException();
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws WrongSecretException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws WrongSecretException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws WrongSecretException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws WrongSecretException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws WrongSecretException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws WrongSecretException {
    check(chain);
  }

  /** None: the names of certificates say nothing. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
