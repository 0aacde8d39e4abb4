package org.hyparview.cluster.protocol.plane;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of the overlay that are unknown to the registry for a while. Where all nodes are
 * in one component, all know each other's records within moments, so these are in another one. That
 * happens when many nodes join at once, and the overlay by itself uses labels that take half a
 * minute to tell two such parts apart.
 */
final class UnknownPeers {

  /** The interval between two checks: longer than the record of a joining node takes to spread. */
  static final long INTERVAL = 2_000;

  private Set<PeerId> seen = new LinkedHashSet<>();
  private long next = Machine.NEVER;

  void start(long now) {
    next = now + INTERVAL;
  }

  void stop() {
    next = Machine.NEVER;
  }

  long deadline() {
    return next;
  }

  /** Returns one that was unknown in this check and the one before, or null if there is none. */
  @Nullable
  Peer look(List<Peer> candidates, Predicate<Peer> known, long now) {
    next = now + INTERVAL;
    Set<PeerId> strangers = new LinkedHashSet<>();
    Peer found = null;
    for (Peer candidate : candidates) {
      if (!known.test(candidate)) {
        strangers.add(candidate.id());
        if (found == null && seen.contains(candidate.id())) {
          found = candidate;
        }
      }
    }
    seen = strangers;
    return found;
  }
}
