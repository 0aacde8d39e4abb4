package org.hyparview.cluster.raft;

import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.RaftMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The snapshot transfers of a leader, as far as its outgoing chunks tell. */
final class SnapshotTransfers {

  /** A transfer that has sent no chunk for this long is over or has stalled. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A snapshot of fewer chunks arrives before anything has to wait for it. */
  private static final int FEW_CHUNKS = 8;

  private static final int MAX_MEMBERS = 64;

  /** After this many announcements without a reaction, the member is taken to want no snapshot. */
  private static final int MAX_ANNOUNCEMENTS = 3;

  private final Map<Endpoint, Long> chunks = new HashMap<>();
  private final Map<Endpoint, Integer> announcements = new HashMap<>();
  private boolean isLong;
  private long lastNanos;

  /** Notes that a message leaves for a member. */
  void sent(Endpoint to, RaftMessage message, long nanos) {
    if (!(message instanceof InstallSnapshotRequest request)) {
      return;
    }
    if (request.getSnapshotChunk() == null) {
      announcements.merge(to, 1, Integer::sum);
    } else {
      announcements.remove(to);
      if (chunks.size() > MAX_MEMBERS) {
        chunks.clear();
      }
      chunks.merge(to, 1L, Long::sum);
      if (request.getTotalSnapshotChunkCount() >= FEW_CHUNKS) {
        isLong = true;
        lastNanos = nanos;
      }
    }
  }

  /** Returns how many chunks were ever sent to a member. */
  long chunksSentTo(Endpoint member) {
    return chunks.getOrDefault(member, 0L);
  }

  /** Returns whether a snapshot of more than a few chunks is on its way. */
  boolean areUnderWay(long nanos) {
    isLong = isLong && nanos - lastNanos < PAUSE_NANOS;
    return isLong;
  }

  /**
   * Returns whether a member requests no part of the snapshot that is announced to it, as when it
   * has begun with a later one of another leader. Then this leader needs a later one as well.
   * Returns true once for each case.
   */
  boolean isOneIgnored() {
    boolean isIgnored =
        announcements.values().stream().anyMatch(count -> count >= MAX_ANNOUNCEMENTS);
    if (isIgnored) {
      announcements.clear();
    }
    return isIgnored;
  }
}
