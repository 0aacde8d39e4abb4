package org.hyparview.node;

/** The refusal of a broadcast because too many of this node wait for slow neighbors already. */
public final class BacklogFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception without a stack trace, since its cause is outside this code. */
  BacklogFullException(int messages, long bytes) {
    super(
        "Too much to broadcast: " + messages + " messages with " + bytes
            + " bytes wait for neighbors that are slow to take them",
        null,
        false,
        false);
  }
}
