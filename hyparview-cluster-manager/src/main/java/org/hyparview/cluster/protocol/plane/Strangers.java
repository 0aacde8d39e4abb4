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
 * Candidates of the overlay that the registry doesn't know for a while: where all nodes are in one
 * component, all know each other's records within moments, so these are in another one. It comes to
 * that when many nodes join at once, and the overlay by itself finds out by labels that take half a
 * minute to tell two such parts apart.
 */
final class Strangers {

  /** Between two looks: longer than the record of a node that joins takes to get about. */
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

  /** One who was a stranger in this look and the one before, or null if there is none. */
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
