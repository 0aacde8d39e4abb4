package org.hyparview.cluster.discovery;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.hyparview.transport.secret.SharedSecret;
import org.jspecify.annotations.Nullable;

/**
 * The authentication of datagrams among nodes that share a secret: HMAC-SHA256 under a key that is
 * derived from it. It hides nothing, and a datagram that was recorded can be sent again.
 *
 * <p>On the wire: a magic of its own, the version, the code, and the datagram as it is without a
 * secret; docs/wire-protocol.md has the bytes. Safe for use by any thread.
 */
public final class DatagramSeal {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PURPOSE = "datagrams, HMAC-SHA256";

  /** "HPVA", and version 1. */
  private static final byte[] MAGIC = "HPVA\1".getBytes(StandardCharsets.US_ASCII);

  private static final int CODE_BYTES = 32;
  private static final int HEADER_BYTES = MAGIC.length + CODE_BYTES;

  private volatile List<SecretKey> keys;

  /**
   * Derives the keys; takes some milliseconds for each secret.
   *
   * @param secrets one at least: the first seals, and all are accepted
   */
  public DatagramSeal(List<String> secrets) {
    keys = keysOf(secrets);
  }

  private static List<SecretKey> keysOf(List<String> secrets) {
    return secrets.stream()
        .map(secret -> new SharedSecret(secret).derive(PURPOSE, CODE_BYTES))
        .<SecretKey>map(bytes -> new SecretKeySpec(bytes, ALGORITHM))
        .toList();
  }

  /** Replaces the secrets, in the time and under the rules of the constructor. */
  public void update(List<String> secrets) {
    keys = keysOf(secrets);
  }

  /** Returns the authenticated form of a datagram. */
  Buffer seal(Buffer datagram) {
    return Buffer.buffer(MAGIC)
        .appendBytes(codeOf(keys.get(0), datagram.getBytes()))
        .appendBuffer(datagram);
  }

  /** Returns the datagram in the bytes, or null if no accepted secret was used for them. */
  @Nullable
  Buffer open(Buffer bytes) {
    if (bytes.length() < HEADER_BYTES
        || !bytes.slice(0, MAGIC.length).equals(Buffer.buffer(MAGIC))) {
      return null;
    }
    byte[] code = bytes.getBytes(MAGIC.length, HEADER_BYTES);
    byte[] datagram = bytes.getBytes(HEADER_BYTES, bytes.length());
    for (SecretKey key : keys) {
      if (MessageDigest.isEqual(code, codeOf(key, datagram))) {
        return Buffer.buffer(datagram);
      }
    }
    return null;
  }

  private static byte[] codeOf(SecretKey key, byte[] datagram) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(datagram);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
