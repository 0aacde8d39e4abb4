package org.hyparview.cluster.protocol.failure;

/** The result of a probe of a member's address. */
public enum ProbeResult {
  /** The member itself answered. */
  ALIVE,
  /** The connection was refused: no process listens there. */
  REFUSED,
  /** Another node answered: the member's process has ended. */
  OTHER,
  /** No answer came in time, or the network failed. */
  SILENT
}
