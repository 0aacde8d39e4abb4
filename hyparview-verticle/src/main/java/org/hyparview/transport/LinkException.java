package org.hyparview.transport;

/** A link could not be opened. The message names the address and says why. */
public final class LinkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final CloseReason reason;

  /** An exception without a stack trace, since it tells of the world and not of this code. */
  public LinkException(CloseReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why. */
  public CloseReason reason() {
    return reason;
  }
}
