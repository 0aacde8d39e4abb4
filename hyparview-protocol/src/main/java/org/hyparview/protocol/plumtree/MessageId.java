package org.hyparview.protocol.plumtree;

import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * The name of a broadcast message, unique forever. It is no hash of the content, so equal payloads
 * are two messages.
 *
 * <p>Ids are ordered by origin, incarnation and sequence. Immutable.
 *
 * @param origin the node that sent the message
 * @param incarnation the incarnation of that node, 0 or more
 * @param sequence the number among the messages of that incarnation, from 0 without a gap, to
 *     {@link #MAX_SEQUENCE}
 */
public record MessageId(PeerId origin, long incarnation, long sequence)
    implements Comparable<MessageId> {

  /** The highest sequence; the next number still fits the counter. */
  public static final long MAX_SEQUENCE = Long.MAX_VALUE - 1;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is negative
   */
  public MessageId {
    Objects.requireNonNull(origin, "origin");
    Ranges.check("An incarnation", incarnation, 0, Long.MAX_VALUE);
    Ranges.check("A sequence", sequence, 0, MAX_SEQUENCE);
  }

  @Override
  public int compareTo(MessageId other) {
    int byOrigin = origin.compareTo(other.origin);
    if (byOrigin != 0) {
      return byOrigin;
    }
    int byLife = Long.compare(incarnation, other.incarnation);
    return byLife != 0 ? byLife : Long.compare(sequence, other.sequence);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof MessageId that
            && sequence == that.sequence
            && incarnation == that.incarnation
            && origin.equals(that.origin));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * origin.hashCode() + Long.hashCode(incarnation)) + Long.hashCode(sequence);
  }

  @Override
  public String toString() {
    return origin + "/" + incarnation + "/" + sequence;
  }
}
