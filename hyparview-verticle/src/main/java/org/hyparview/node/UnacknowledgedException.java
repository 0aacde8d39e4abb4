package org.hyparview.node;

import java.util.List;
import java.util.stream.Collectors;
import org.hyparview.protocol.peer.PeerId;

/** A broadcast may not have reached everybody: the time or the attempts are up. */
public final class UnacknowledgedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int attempts;
  private final transient List<PeerId> missing;

  /** An exception without a stack trace, since it tells of the world and not of this code. */
  UnacknowledgedException(int attempts, List<PeerId> missing) {
    super(text(attempts, missing), null, false, false);
    this.attempts = attempts;
    this.missing = List.copyOf(missing);
  }

  private static String text(int attempts, List<PeerId> missing) {
    if (attempts == 0) {
      return "Not acknowledged: too many acknowledged broadcasts are under way";
    }
    String who = missing.isEmpty()
        ? "who is missing is not known"
        : "perhaps missing: "
            + missing.stream().map(PeerId::toString).collect(Collectors.joining(", "));
    return "Not acknowledged by all, after " + attempts
        + (attempts == 1 ? " attempt; " : " attempts; ") + who;
  }

  /** How often it was tried; 0 if too many were under way to try at all. */
  public int attempts() {
    return attempts;
  }

  /** Some of those that are not known to have it; empty if nobody can be named. */
  public List<PeerId> missing() {
    return missing;
  }
}
