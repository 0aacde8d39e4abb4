package org.hyparview.wire;

/**
 * Bytes that are no message. The message says what is wrong with which field, and where.
 *
 * <p>It tells of what a peer sent and not of this code, so it has no stack trace. Who catches it
 * drops the bytes, counts the {@link #reason()} and closes the link that they came on.
 */
public final class DecodeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /**
   * Bytes that can't be decoded.
   *
   * @param message the field, what is wrong with it, and its position
   */
  public DecodeException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /** What can be wrong with bytes. */
  public enum Reason {
    /** They end inside a field. */
    TRUNCATED,
    /** No message of this version has that kind. */
    UNKNOWN_KIND,
    /** A number is one that its field does not admit. */
    OUT_OF_RANGE,
    /** A text is malformed UTF-8, empty, or has characters that its field does not admit. */
    BAD_TEXT,
    /** A list or a block is longer than allowed. */
    TOO_LONG
  }
}
