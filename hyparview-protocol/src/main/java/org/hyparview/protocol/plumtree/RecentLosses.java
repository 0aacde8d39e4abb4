package org.hyparview.protocol.plumtree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.hyparview.protocol.peer.PeerId;

/**
 * The recently lost neighbors, bounded. Their present place is unknown: each may be on its way to
 * another neighbor.
 */
final class RecentLosses {

  private static final int MOST = 64;
  private static final long NEVER_YET = Long.MIN_VALUE / 2;

  private record Loss(PeerId id, long time) {}

  private final long settleTime;
  private final Deque<Loss> losses = new ArrayDeque<>(0);
  private long lastForgotten = NEVER_YET;

  RecentLosses(long settleTime) {
    this.settleTime = settleTime;
  }

  void add(PeerId id, long now) {
    forgetOld(now);
    if (losses.size() == MOST) {
      lastForgotten = losses.removeFirst().time;
    }
    losses.addLast(new Loss(id, now));
  }

  private void forgetOld(long now) {
    while (!losses.isEmpty() && losses.getFirst().time + settleTime < now) {
      losses.removeFirst();
    }
  }

  /** Returns whether there were more losses than could be stored. */
  boolean hasForgotten(long now) {
    return lastForgotten + settleTime >= now;
  }

  void forEach(long now, Consumer<PeerId> action) {
    forgetOld(now);
    losses.forEach(loss -> action.accept(loss.id));
  }
}
