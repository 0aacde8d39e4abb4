package org.hyparview.node;

import java.util.List;
import java.util.stream.Collectors;
import org.hyparview.protocol.peer.PeerId;

/**
 * The failure of a broadcast that may not have reached all nodes: the time or the attempts are up.
 */
public final class UnacknowledgedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int attempts;
  private final transient List<PeerId> missing;

  /** Creates an exception without a stack trace, since its cause is outside this code. */
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
        ? "the missing nodes are unknown"
        : "perhaps missing: "
            + missing.stream().map(PeerId::toString).collect(Collectors.joining(", "));
    return "Not acknowledged by all, after " + attempts
        + (attempts == 1 ? " attempt; " : " attempts; ") + who;
  }

  /** Returns the number of attempts; 0 if too many broadcasts were under way to try at all. */
  public int attempts() {
    return attempts;
  }

  /** Returns some of the nodes that are not known to have the broadcast; empty if none is known. */
  public List<PeerId> missing() {
    return missing;
  }
}
