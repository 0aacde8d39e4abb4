package org.hyparview.cluster.protocol.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The deltas that arrived before those they build on; if a node has too many, its oldest are
 * dropped first.
 */
final class EarlyDeltas {

  private static final int MAX_PER_NODE = 16;
  private static final int MAX_NODES = 256;

  private final Map<PeerId, Deque<Delta>> byOwner = new LinkedHashMap<>();

  void add(Delta delta) {
    PeerId id = delta.owner().id();
    if (!byOwner.containsKey(id) && byOwner.size() == MAX_NODES) {
      byOwner.remove(byOwner.keySet().iterator().next());
    }
    Deque<Delta> deltas = byOwner.computeIfAbsent(id, key -> new ArrayDeque<>());
    if (deltas.size() == MAX_PER_NODE) {
      deltas.removeFirst();
    }
    deltas.addLast(delta);
  }

  /** Takes out the deltas of a node, in the order in which they arrived. */
  @Nullable
  Deque<Delta> take(PeerId id) {
    return byOwner.isEmpty() ? null : byOwner.remove(id);
  }
}
