package org.hyparview.transport.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A secret that the nodes of a cluster share. Keys are derived from it, one for each purpose, by
 * PBKDF2 with HMAC-SHA256 (RFC 8018). It has 128 bits or more, so it can't be guessed, and the
 * iterations needn't make a guess expensive. It shows itself in no string.
 */
public final class SharedSecret {

  private static final int ITERATIONS = 1_000;

  private static final int MAX_LENGTH = 255;

  /** A random secret of 32 hexadecimal digits has fewer once in ten million times. */
  private static final int MIN_DIFFERENT = 8;

  /** What all keys of this version begin with; others are to have other keys. */
  private static final String SALT = "hyparview secret, version 1: ";

  private static final Pattern PRINTABLE = Pattern.compile("[!-+\\--~]*");

  /** A kind of characters, and how many of them, chosen at random, have 128 bits. */
  private record Alphabet(Pattern characters, int length) {}

  private static final Alphabet[] ALPHABETS = {
    new Alphabet(Pattern.compile("[0-9]*"), 39),
    new Alphabet(Pattern.compile("[0-9a-f]*|[0-9A-F]*"), 32),
    new Alphabet(Pattern.compile("[0-9a-z]*|[0-9A-Z]*"), 26),
    new Alphabet(PRINTABLE, 22),
  };

  private final String text;

  /**
   * Creates a secret.
   *
   * @throws IllegalArgumentException if the text is not allowed; it is not in the message
   */
  public SharedSecret(String text) {
    check(text);
    this.text = text;
  }

  /**
   * Throws if a text can't be a secret: one is of 22 to 255 printable ASCII characters without
   * spaces and commas, or of 26, 32 or 39 at least if they are letters of one case and digits,
   * hexadecimal or decimal digits.
   *
   * @throws IllegalArgumentException that says why, without the text
   */
  public static void check(String text) {
    if (text.length() > MAX_LENGTH || !PRINTABLE.matcher(text).matches()) {
      throw refused(
          "must be of at most " + MAX_LENGTH + " printable ASCII characters, no space or comma");
    }
    int length = minimumLength(text);
    if (text.length() < length) {
      throw refused("with such characters must have at least " + length + " of them, but has "
          + text.length());
    }
    if (text.chars().distinct().count() < MIN_DIFFERENT) {
      throw refused("must have at least " + MIN_DIFFERENT + " different characters");
    }
  }

  private static int minimumLength(String text) {
    for (Alphabet alphabet : ALPHABETS) {
      if (alphabet.characters().matcher(text).matches()) {
        return alphabet.length();
      }
    }
    throw new IllegalStateException("The last alphabet has all that is allowed");
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "a secret needs 128 random bits, so it " + why + "; make one by: openssl rand -base64 24");
  }

  /**
   * Returns a key for a purpose, always the same. Takes some milliseconds.
   *
   * @param bytes its length
   */
  public byte[] derive(String purpose, int bytes) {
    byte[] salt = (SALT + purpose).getBytes(StandardCharsets.US_ASCII);
    PBEKeySpec spec = new PBEKeySpec(text.toCharArray(), salt, ITERATIONS, bytes * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(spec)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java can't derive keys from a secret", e);
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
