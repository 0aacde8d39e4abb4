package org.hyparview.cluster;

/** The failure of an operation on shared data. The message says what is known of it. */
public final class SharedDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  /**
   * Creates a failure without a stack trace.
   *
   * @param message what has happened, and what is known of the operation
   * @param outcomeUnknown whether the operation may have been applied; see
   *     {@link #isOutcomeUnknown()}
   */
  public SharedDataException(String message, boolean outcomeUnknown) {
    super(message, null, false, false);
    this.outcomeUnknown = outcomeUnknown;
  }

  /**
   * Returns whether the operation may have been applied anyway, or may still be applied within
   * moments. If false, it was not applied and will not be.
   */
  public boolean isOutcomeUnknown() {
    return outcomeUnknown;
  }
}
