package org.hyparview.transport;

import java.util.EnumMap;
import java.util.Map;

/**
 * The counts of the links of one transport. Not safe for concurrent use; read it on the transport's
 * context.
 */
public final class LinkCounters {

  private final EnumMap<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
  private final EnumMap<CloseReason, Long> dialFailures = new EnumMap<>(CloseReason.class);
  private long dialed;
  private long opened;
  private long accepted;
  private long refusedFrames;

  /** All zero. */
  public LinkCounters() {}

  /** How many links this node dialed, with success or without. */
  public long dialed() {
    return dialed;
  }

  /** How many dials of this node failed, for each reason that occurred; a copy. */
  public Map<CloseReason, Long> dialFailures() {
    return new EnumMap<>(dialFailures);
  }

  /** How many links this node dialed with success. */
  public long opened() {
    return opened;
  }

  /** How many links of others were accepted, their hello included. */
  public long accepted() {
    return accepted;
  }

  /** How many frames did not fit into the data lane of their link. */
  public long refusedFrames() {
    return refusedFrames;
  }

  /** How many links, also unopened ones, ended for this reason. */
  public long closed(CloseReason reason) {
    return closed.getOrDefault(reason, 0L);
  }

  /** The reasons that occurred, in the order of {@link CloseReason}; a copy. */
  public Map<CloseReason, Long> closed() {
    return new EnumMap<>(closed);
  }

  /** Counts one. */
  public void countDialed() {
    dialed++;
  }

  /** Counts one, for the reason that the failure of a dial has. */
  public void countDialFailure(Throwable cause) {
    CloseReason reason = cause instanceof LinkException e ? e.reason() : CloseReason.CONNECT_FAILED;
    dialFailures.merge(reason, 1L, Long::sum);
  }

  /** Counts one. */
  public void countOpened() {
    opened++;
  }

  /** Counts one. */
  public void countAccepted() {
    accepted++;
  }

  /** Counts one. */
  public void countRefusedFrame() {
    refusedFrames++;
  }

  /** Counts one. */
  public void countClosed(CloseReason reason) {
    closed.merge(reason, 1L, Long::sum);
  }
}
