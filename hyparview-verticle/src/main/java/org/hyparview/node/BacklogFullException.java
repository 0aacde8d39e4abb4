package org.hyparview.node;

/** A broadcast was refused, since too many of this node wait for slow neighbors already. */
public final class BacklogFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An exception without a stack trace, since it tells of the world and not of this code. */
  BacklogFullException(int messages, long bytes) {
    super(
        "Too much to broadcast: " + messages + " messages with " + bytes
            + " bytes wait for neighbors that are slow to take them",
        null,
        false,
        false);
  }
}
