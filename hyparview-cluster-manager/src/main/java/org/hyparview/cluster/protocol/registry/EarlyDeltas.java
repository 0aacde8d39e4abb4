package org.hyparview.cluster.protocol.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The deltas that arrived before those they build on, few of each node and some megabytes in all.
 * If there are too many, the oldest are dropped first: what they held is pulled anyway.
 */
final class EarlyDeltas {

  private static final int MAX_PER_NODE = 16;
  private static final int MAX_NODES = 256;

  /** The bytes of one node's: a few of the longest messages. */
  static final int MAX_BYTES_PER_NODE = 1 << 20;

  /** The bytes of all nodes'. */
  static final int MAX_BYTES = 4 << 20;

  private final Map<PeerId, Deltas> byOwner = new LinkedHashMap<>();
  private long bytes;

  void add(Delta delta) {
    int size = sizeOf(delta);
    if (size > MAX_BYTES_PER_NODE) {
      return;
    }
    Deltas deltas = byOwner.computeIfAbsent(delta.owner().id(), id -> new Deltas());
    bytes += size - deltas.makeRoom(size);
    deltas.add(delta, size);
    while (bytes > MAX_BYTES || byOwner.size() > MAX_NODES) {
      take(byOwner.keySet().iterator().next());
    }
  }

  private static int sizeOf(Delta delta) {
    int size = Sizes.frame(delta.owner().id());
    for (RecordOp op : delta.ops()) {
      size += Sizes.of(op);
    }
    return size;
  }

  /** Takes out the deltas of a node, in the order in which they arrived. */
  @Nullable
  Deque<Delta> take(PeerId id) {
    Deltas deltas = byOwner.isEmpty() ? null : byOwner.remove(id);
    if (deltas == null) {
      return null;
    }
    bytes -= deltas.bytes;
    return deltas.inOrder;
  }

  /** Returns the bytes of all of them. */
  long bytes() {
    return bytes;
  }

  /** Those of one node. */
  private static final class Deltas {

    private final Deque<Delta> inOrder = new ArrayDeque<>();
    private int bytes;

    /** Drops the oldest until there is room for one more, and returns the bytes that are free. */
    int makeRoom(int size) {
      int before = bytes;
      while (inOrder.size() == MAX_PER_NODE || bytes + size > MAX_BYTES_PER_NODE) {
        bytes -= sizeOf(inOrder.removeFirst());
      }
      return before - bytes;
    }

    void add(Delta delta, int size) {
      inOrder.addLast(delta);
      bytes += size;
    }
  }
}
