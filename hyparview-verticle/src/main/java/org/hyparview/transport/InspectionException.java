package org.hyparview.transport;

import java.util.Objects;

/** A request of an inspector that failed. The message says why. */
public final class InspectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The code of a request that the node doesn't know. */
  public static final String UNKNOWN_REQUEST = "unknown-request";

  /** The code of a request that this kind of node can't answer. */
  public static final String UNSUPPORTED = "unsupported";

  /** The code of a request that has no name, or bad parameters. */
  public static final String BAD_REQUEST = "bad-request";

  /** The code of a request that the node can't answer now, since it has answered so many. */
  public static final String BUSY = "busy";

  /** The code of a response that would be longer than allowed. */
  public static final String TOO_LONG = "too-long";

  /** The code of any other failure. */
  public static final String FAILED = "failed";

  /** The code of an inspector that reads too slowly, upon which the node ends the connection. */
  public static final String TOO_SLOW = "too-slow";

  /** The code of a connection that was not used, which the node ends. */
  public static final String IDLE = "idle";

  /** The code of a node that stops. */
  public static final String STOPPED = "stopped";

  private final String code;

  /** Creates an exception without a stack trace, since it reports the state of another process. */
  public InspectionException(String code, String message) {
    super(message, null, false, false);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** Returns the code of the failure, which later versions may add to. */
  public String code() {
    return code;
  }
}
