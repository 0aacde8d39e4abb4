package org.hyparview.protocol.peer;

import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The name of a node, unique in its cluster and kept across restarts.
 *
 * <p>An id is any string of 1 to {@value #MAX_BYTES} bytes in UTF-8 without control characters: a
 * random UUID, a host name, the name of a pod. Ids are ordered; the order decides which of two
 * crossed links survives. Immutable and safe for use by any thread.
 */
public final class PeerId implements Comparable<PeerId> {

  /** The longest id, in bytes of UTF-8. */
  public static final int MAX_BYTES = 255;

  private final String value;
  private final int hash;

  private PeerId(String value) {
    this.value = value;
    this.hash = value.hashCode();
  }

  /**
   * Returns the id with this value.
   *
   * @throws IllegalArgumentException if the string is empty, longer than {@value #MAX_BYTES} bytes
   *     or contains a control character or half a surrogate pair
   */
  public static PeerId of(String value) {
    Objects.requireNonNull(value, "A peer id must not be null");
    Text.check("A peer id", value, MAX_BYTES, true);
    return new PeerId(value);
  }

  /** Returns a random id in the form of a version 4 UUID. */
  public static PeerId random(RandomGenerator random) {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(0xC0L << 56)) | (0x80L << 56);
    return of(new UUID(high, low).toString());
  }

  @Override
  public int compareTo(PeerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof PeerId that && hash == that.hash && value.equals(that.value));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Returns the id as a string. */
  @Override
  public String toString() {
    return value;
  }
}
