package org.hyparview.wire;

/**
 * The failure to decode bytes. The message names the field, what is wrong with it, and where.
 *
 * <p>Its cause is a peer and not this code, so it has no stack trace. The catcher drops the bytes,
 * counts the {@link #reason()} and closes the link on which they arrived.
 */
public class DecodeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /**
   * Creates the failure of bytes that can't be decoded.
   *
   * @param message the field, what is wrong with it, and its position
   */
  public DecodeException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Returns the kind of failure. */
  public Reason reason() {
    return reason;
  }

  /** The kind of a failure to decode. */
  public enum Reason {
    /** The bytes end inside a field. */
    TRUNCATED,
    /** No message of this version has that kind. */
    UNKNOWN_KIND,
    /** A number is outside the range of its field. */
    OUT_OF_RANGE,
    /** A string is malformed UTF-8, empty, or has characters that its field does not allow. */
    BAD_TEXT,
    /** A list or a block is longer than allowed. */
    TOO_LONG
  }
}
