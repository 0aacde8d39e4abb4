package org.hyparview.transport.secret;

import java.security.cert.CertificateException;

/** The failure of a handshake whose other end has no secret that is accepted. */
final class WrongSecretException extends CertificateException {

  private static final long serialVersionUID = 1L;

  WrongSecretException() {
    super("it has none of the secrets that are accepted here");
  }
}
