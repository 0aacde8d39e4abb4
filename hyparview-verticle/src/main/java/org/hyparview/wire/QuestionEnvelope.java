package org.hyparview.wire;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.hyparview.protocol.peer.Ranges;

/**
 * The content of a question through the event-bus API: what an {@link Envelope} contains, and a
 * filter for the nodes that it concerns. It is the payload of one broadcast message.
 *
 * @param filter at most {@value #MAX_FILTER_BYTES} bytes in UTF-8; empty for all nodes
 */
public record QuestionEnvelope(String filter, Envelope envelope) {

  /** The longest filter, in bytes. */
  public static final int MAX_FILTER_BYTES = 4_096;

  /**
   * Checks the filter's length.
   *
   * @throws IllegalArgumentException if it is too long
   */
  public QuestionEnvelope {
    Objects.requireNonNull(envelope, "envelope");
    Ranges.check(
        "The length of a filter",
        filter.getBytes(StandardCharsets.UTF_8).length,
        0,
        MAX_FILTER_BYTES);
  }
}
