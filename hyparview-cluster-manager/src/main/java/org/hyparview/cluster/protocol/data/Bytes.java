package org.hyparview.cluster.protocol.data;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of bytes, equal by value. Its meaning is up to the users of this class.
 *
 * <p>Ordered as unsigned numbers, a prefix first. Safe for use by any thread.
 */
public final class Bytes implements Comparable<Bytes> {

  /** The empty sequence. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  // The powers of 31, in the arithmetic of int.
  private static final int POWER_2 = 961;
  private static final int POWER_3 = 29_791;
  private static final int POWER_4 = 923_521;
  private static final int POWER_5 = 28_629_151;
  private static final int POWER_6 = 887_503_681;
  private static final int POWER_7 = 1_742_810_335;
  private static final int POWER_8 = -1_807_454_463;

  private final byte[] bytes;

  /**
   * Computed on first use, 0 until then: most bytes are only passed on. Threads may race to set it.
   */
  private int hash;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a copy of these bytes. */
  public static Bytes of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /** Returns the number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** Returns the first byte, which there must be. */
  public byte first() {
    return bytes[0];
  }

  /** Returns a copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /**
   * Returns 64 bits that other bytes hardly ever share.
   *
   * @param crc is used for it, and reset before
   */
  public long digest(CRC32C crc) {
    crc.reset();
    crc.update(bytes, 0, bytes.length);
    return (long) hashCode() << Integer.SIZE | crc.getValue();
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Bytes that && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = hashOf(bytes);
      hash = known;
    }
    return known;
  }

  /**
   * Returns what {@code Arrays.hashCode} does, of which digests are made. Before Java 21 that one
   * takes a step for each byte, which waits for the one before; this one takes a step for eight.
   */
  private static int hashOf(byte[] bytes) {
    int result = 1;
    int at = 0;
    for (; at <= bytes.length - 8; at += 8) {
      result = POWER_8 * result
          + POWER_7 * bytes[at]
          + POWER_6 * bytes[at + 1]
          + POWER_5 * bytes[at + 2]
          + POWER_4 * bytes[at + 3]
          + POWER_3 * bytes[at + 4]
          + POWER_2 * bytes[at + 5]
          + 31 * bytes[at + 6]
          + bytes[at + 7];
    }
    for (; at < bytes.length; at++) {
      result = 31 * result + bytes[at];
    }
    return result;
  }

  @Override
  public String toString() {
    return bytes.length + " bytes, hash " + Integer.toHexString(hashCode());
  }
}
