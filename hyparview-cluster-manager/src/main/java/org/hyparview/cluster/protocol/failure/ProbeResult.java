package org.hyparview.cluster.protocol.failure;

/** What a probe of a member's address found. */
public enum ProbeResult {
  /** The member itself answered. */
  ALIVE,
  /** The connection was refused: no process listens there. */
  REFUSED,
  /** Another node answered: the member's process is gone. */
  OTHER,
  /** Nobody answered in time, or the network failed. */
  SILENT
}
