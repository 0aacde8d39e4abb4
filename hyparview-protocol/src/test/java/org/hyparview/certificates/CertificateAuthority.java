package org.hyparview.certificates;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority (RFC 5280) of tests. Its keys are of P-256. Alternative names are written
 * as for OpenSSL: {@code URI:hyparview:a}, {@code DNS:a.example} or {@code IP:127.0.0.1}.
 */
public final class CertificateAuthority {

  /** The password of key stores. */
  public static final String PASSWORD = "changeit";

  private static final byte[] VERSION_3 = HexFormat.of().parseHex("a003020102");
  private static final byte[] ECDSA_WITH_SHA256 =
      HexFormat.of().parseHex("300a06082a8648ce3d040302");
  private static final byte[] ALTERNATIVE_NAMES = HexFormat.of().parseHex("0603551d11");
  private static final byte[] BASIC_CONSTRAINTS = HexFormat.of().parseHex("0603551d13");
  private static final int EXTENSIONS = 0xa3;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final KeyPair keys;
  private final X509Certificate own;
  private int serial;

  /** Creates an authority with a new key. */
  public CertificateAuthority(String name) {
    this.name = "CN=" + name;
    keys = newKeys();
    byte[] isAuthority = Der.of(Der.SEQUENCE, Der.of(Der.BOOLEAN, new byte[] {-1}));
    own = sign(keys.getPublic(), this.name, DAY, extension(BASIC_CONSTRAINTS, isAuthority));
  }

  /** Returns a certificate of a new key for a subject such as {@code CN=a}. */
  public X509Certificate certify(String subject, String... alternativeNames) {
    return sign(newKeys().getPublic(), subject, DAY, alternatives(alternativeNames));
  }

  /** Returns a PKCS #12 store with a new key, its certificate, and trust in this authority. */
  public byte[] issue(String subject, String... alternativeNames) {
    return store(subject, DAY, alternativeNames);
  }

  /** Returns the same, whose certificate ended an hour ago. */
  public byte[] issueExpired(String subject, String... alternativeNames) {
    return store(subject, Duration.ofHours(-1), alternativeNames);
  }

  private byte[] store(String subject, Duration validity, String... alternativeNames) {
    KeyPair pair = newKeys();
    X509Certificate certificate =
        sign(pair.getPublic(), subject, validity, alternatives(alternativeNames));
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      char[] password = PASSWORD.toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry("node", pair.getPrivate(), password, new Certificate[] {certificate, own});
      store.setCertificateEntry("authority", own);
      store.store(out, password);
      return out.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This Java makes no key stores", e);
    }
  }

  private X509Certificate sign(
      PublicKey key, String subject, Duration validity, byte[] extensions) {
    Instant now = Instant.now();
    byte[] signed = Der.of(
        Der.SEQUENCE,
        VERSION_3,
        Der.of(Der.INTEGER, BigInteger.valueOf(++serial).toByteArray()),
        ECDSA_WITH_SHA256,
        new X500Principal(name).getEncoded(),
        Der.of(Der.SEQUENCE, time(now.minus(DAY)), time(now.plus(validity))),
        new X500Principal(subject).getEncoded(),
        key.getEncoded(),
        extensions);
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(keys.getPrivate());
      signer.update(signed);
      byte[] signature = Der.of(Der.BITS, new byte[1], signer.sign());
      byte[] whole = Der.of(Der.SEQUENCE, signed, ECDSA_WITH_SHA256, signature);
      return (X509Certificate) CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java signs no certificates", e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no P-256", e);
    }
  }

  private static byte[] time(Instant instant) {
    return Der.of(Der.TIME, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] alternatives(String... names) {
    byte[][] encoded = Stream.of(names).map(CertificateAuthority::encoded).toArray(byte[][]::new);
    return names.length == 0
        ? new byte[0]
        : extension(ALTERNATIVE_NAMES, Der.of(Der.SEQUENCE, encoded));
  }

  private static byte[] encoded(String alternativeName) {
    int colon = alternativeName.indexOf(':');
    String value = alternativeName.substring(colon + 1);
    byte[] text = value.getBytes(StandardCharsets.US_ASCII);
    return switch (alternativeName.substring(0, colon)) {
      case "DNS" -> Der.of(0x82, text);
      case "URI" -> Der.of(0x86, text);
      case "IP" -> Der.of(0x87, address(value));
      default -> throw new IllegalArgumentException(alternativeName);
    };
  }

  private static byte[] address(String ip) {
    try {
      return InetAddress.getByName(ip).getAddress();
    } catch (IOException e) {
      throw new IllegalArgumentException(ip, e);
    }
  }

  private static byte[] extension(byte[] id, byte[] value) {
    byte[] only = Der.of(Der.SEQUENCE, id, Der.of(Der.OCTETS, value));
    return Der.of(EXTENSIONS, Der.of(Der.SEQUENCE, only));
  }
}
