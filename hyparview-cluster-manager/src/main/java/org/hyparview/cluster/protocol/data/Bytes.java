package org.hyparview.cluster.protocol.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some bytes that never change and are equal by value. What they mean is nobody's business here.
 *
 * <p>Ordered as unsigned numbers, a prefix first. Safe for use by any thread.
 */
public final class Bytes implements Comparable<Bytes> {

  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;
  private final int hash;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** A copy of these bytes. */
  public static Bytes of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /** How many there are. */
  public int length() {
    return bytes.length;
  }

  /** A copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Bytes that && hash == that.hash && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return bytes.length + " bytes, hash " + Integer.toHexString(hash);
  }
}
