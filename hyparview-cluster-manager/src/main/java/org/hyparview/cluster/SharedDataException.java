package org.hyparview.cluster;

/** An operation on shared data has failed. The message says what is known of it. */
public final class SharedDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  /**
   * Creates a failure without a stack trace.
   *
   * @param message what has happened, and what is known of the operation
   * @param outcomeUnknown whether the operation may have been done; see {@link #isOutcomeUnknown()}
   */
  public SharedDataException(String message, boolean outcomeUnknown) {
    super(message, null, false, false);
    this.outcomeUnknown = outcomeUnknown;
  }

  /**
   * Whether the operation may have been done all the same, or may still be done within moments. If
   * false, it was not done and will not be.
   */
  public boolean isOutcomeUnknown() {
    return outcomeUnknown;
  }
}
