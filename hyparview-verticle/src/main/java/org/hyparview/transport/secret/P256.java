package org.hyparview.transport.secret;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;

/**
 * Key pairs of the curve P-256 whose private key is given. The JDK has no way from a private key to
 * its public key, so it is found by what the JDK has: a key agreement with the generator gives the
 * x-coordinate, the equation of the curve two values for y, and a signature tells which is right.
 * That depends on no provider's use of random numbers.
 */
final class P256 {

  /** The bytes of which a private key is made: 8 more than it has, so that all are as likely. */
  static final int SEED_BYTES = 40;

  private static final String SIGNATURE = "SHA256withECDSA";

  private final KeyFactory keys;
  private final ECParameterSpec curve;

  P256() throws GeneralSecurityException {
    keys = KeyFactory.getInstance("EC");
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    curve = parameters.getParameterSpec(ECParameterSpec.class);
  }

  /** Returns the key pair of some bytes (FIPS 186-5, A.2.1). */
  KeyPair derive(byte[] seed) throws GeneralSecurityException {
    BigInteger scalar =
        new BigInteger(1, seed).mod(curve.getOrder().subtract(BigInteger.ONE)).add(BigInteger.ONE);
    PrivateKey secret = keys.generatePrivate(new ECPrivateKeySpec(scalar, curve));
    BigInteger x = xOfPublic(secret);
    BigInteger y = yAt(x);
    PublicKey key = publicKey(x, y);
    return new KeyPair(isOf(secret, key) ? key : publicKey(x, prime().subtract(y)), secret);
  }

  private BigInteger xOfPublic(PrivateKey secret) throws GeneralSecurityException {
    ECPoint generator = curve.getGenerator();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(secret);
    agreement.doPhase(publicKey(generator.getAffineX(), generator.getAffineY()), true);
    return new BigInteger(1, agreement.generateSecret());
  }

  /** Returns a root of x³ + ax + b: the prime has the remainder 3 by 4. */
  private BigInteger yAt(BigInteger x) {
    BigInteger square =
        x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB());
    return square.modPow(prime().add(BigInteger.ONE).shiftRight(2), prime());
  }

  private BigInteger prime() {
    return ((ECFieldFp) curve.getCurve().getField()).getP();
  }

  private PublicKey publicKey(BigInteger x, BigInteger y) throws GeneralSecurityException {
    return keys.generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
  }

  private static boolean isOf(PrivateKey secret, PublicKey key) throws GeneralSecurityException {
    byte[] text = {1};
    Signature verifier = Signature.getInstance(SIGNATURE);
    verifier.initVerify(key);
    verifier.update(text);
    return verifier.verify(sign(secret, text));
  }

  /** Signs bytes by ECDSA with SHA-256. */
  static byte[] sign(PrivateKey secret, byte[] bytes) throws GeneralSecurityException {
    Signature signer = Signature.getInstance(SIGNATURE);
    signer.initSign(secret);
    signer.update(bytes);
    return signer.sign();
  }
}
