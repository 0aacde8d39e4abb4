package org.hyparview.transport;

/** A link could not be opened. The message names the address and says why. */
public final class LinkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final CloseReason reason;
  private final boolean refused;

  /** An exception without a stack trace, since it tells of the world and not of this code. */
  public LinkException(CloseReason reason, String message) {
    this(reason, message, false);
  }

  /** The same, and whether the connection was {@linkplain #isRefused refused}. */
  public LinkException(CloseReason reason, String message, boolean refused) {
    super(message, null, false, false);
    this.reason = reason;
    this.refused = refused;
  }

  /** Why. */
  public CloseReason reason() {
    return reason;
  }

  /**
   * Whether the host answered that nobody listens at the port. That is proof that the process which
   * listened there is gone; any other failure may be the network's.
   */
  public boolean isRefused() {
    return refused;
  }
}
