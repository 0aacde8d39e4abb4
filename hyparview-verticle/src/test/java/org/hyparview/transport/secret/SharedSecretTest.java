package org.hyparview.transport.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets, and the keys that are derived from them, which no later version may change. */
class SharedSecretTest {

  private static final String SECRET = "correct-Horse-battery-staple-42";
  private static final String HEX = "0123456789abcdef0123456789abcdef";

  /** Computed by PBKDF2 and the arithmetic of the curve in another language. */
  @ParameterizedTest
  @CsvSource({
    SECRET
        + ",ecf967c52bc182d2803ec3a0fea48dab0ee3c70365c37f8dce43bc08bcb6df5e"
        + ",1a4e4af8ecc160a76bf2278633d4971b0d27f97441f295341cf1031849f2dce0",
    HEX
        + ",eec5b8ca501119d17bd899f2d159da8dce901c8715195b13a54653baa6616642"
        + ",856f588f667d44d5d8d24804539c457432b61aa3036029c75f4dff4d2dda23d6",
  })
  void theKeyOfTlsIsTheSameInEachVersion(String secret, String x, String y) throws Exception {
    byte[] seed = new SharedSecret(secret).derive("TLS, P-256", P256.SEED_BYTES);
    ECPoint point = ((ECPublicKey) new P256().derive(seed).getPublic()).getW();
    assertThat(point.getAffineX().toString(16)).isEqualTo(x);
    assertThat(point.getAffineY().toString(16)).isEqualTo(y);
  }

  @ParameterizedTest
  @CsvSource({
    SECRET + ",963e928e0a893de68d0e8e791a197e35eb6bd0e669fe74c976f1e99fe7a6e0e0",
    HEX + ",b0d923b47935a3f352e20a791dce274ed95f8e32674b4d21544847ac75c74d01",
  })
  void eachPurposeHasAKeyOfItsOwn(String secret, String key) {
    byte[] derived = new SharedSecret(secret).derive("datagrams, HMAC-SHA256", 32);
    assertThat(HexFormat.of().formatHex(derived)).isEqualTo(key);
  }

  @Test
  void thePublicKeyIsThatOfThePrivateOne() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    P256 curve = new P256();
    for (int i = 0; i < 50; i++) {
      byte[] seed = new byte[P256.SEED_BYTES];
      random.nextBytes(seed);
      KeyPair keys = curve.derive(seed);
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(keys.getPublic());
      verifier.update(seed);
      assertThat(verifier.verify(P256.sign(keys.getPrivate(), seed))).isTrue();
    }
    assertThat(curve.derive(new byte[P256.SEED_BYTES])).isNotNull();
  }

  @Test
  void aCertificateCarriesTheKeyAndIsValidAtAllTimes() throws Exception {
    KeyPair keys = new P256().derive(new byte[P256.SEED_BYTES]);
    X509Certificate certificate = SelfSigned.of(keys);
    certificate.verify(keys.getPublic());
    assertThat(certificate.getNotBefore().toInstant()).isEqualTo(Instant.EPOCH);
    assertThat(certificate.getNotAfter().toInstant()).isAfter("9999-12-31T00:00:00Z");
    assertThat(certificate.getPublicKey().getEncoded())
        .isEqualTo(keys.getPublic().getEncoded());
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=hyparview");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SECRET,
        HEX,
        "dGhpcyBpcyBub3Qgc28gc2Vj",
        "s0meLetters-of_all/kinds=",
        "abcdefghijklmnopqrstuvwx01",
        "012345678901234567890123456789012345678",
      })
  void secretsOf128BitsAreTaken(String secret) {
    assertThat(new SharedSecret(secret)).hasToString("a secret");
  }

  @ParameterizedTest
  @CsvSource({
    "Short-Secret-of-21-ch,at least 22 of them",
    "0123456789abcdef0123456789abcde,at least 32 of them",
    "01234567890123456789012345678901234567,at least 39 of them",
    "abcdefghijklmnopqrstuvwxy,at least 26 of them",
    "ABABABABABABABABABABABABABABABABAB,at least 8 different",
    "'a Secret with spaces, and 22+',printable",
    "' aSecretWithASpaceBefore42',printable",
    "aSecretThatIsn'tASCII-é-42,printable",
  })
  void otherSecretsAreRefusedWithoutBeingShown(String secret, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedSecret.check(secret))
        .withMessageContaining(why)
        .withMessageContaining("openssl rand -base64 24")
        .withMessageNotContaining(secret);
  }
}
