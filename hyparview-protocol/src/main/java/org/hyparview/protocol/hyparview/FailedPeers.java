package org.hyparview.protocol.hyparview;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The recently failed peers, bounded; the newest replaces the oldest. A partition makes live peers
 * look failed, and through one of them the parts reconnect.
 */
final class FailedPeers {

  static final int LIMIT = 32;

  private record Failure(Peer peer, long until) {}

  private List<Failure> failures = List.of();
  private final long retention;

  FailedPeers(long retention) {
    this.retention = retention;
  }

  void add(Peer peer, long now) {
    remove(peer);
    if (failures.isEmpty()) {
      failures = new ArrayList<>(4);
    } else if (failures.size() == LIMIT) {
      failures.remove(0);
    }
    failures.add(new Failure(peer, now + retention));
  }

  void remove(Peer peer) {
    removeIf(failure -> failure.peer.sameNode(peer));
  }

  private void removeIf(Predicate<Failure> forgotten) {
    if (!failures.isEmpty()) {
      failures.removeIf(forgotten);
    }
  }

  boolean isEmpty() {
    return failures.isEmpty();
  }

  /** Returns a random peer whose retention has not ended, or null. */
  @Nullable
  Peer random(long now, RandomGenerator random) {
    forgetOld(now);
    return failures.isEmpty() ? null : failures.get(random.nextInt(failures.size())).peer;
  }

  private void forgetOld(long now) {
    removeIf(failure -> failure.until <= now);
  }

  /** Returns all peers whose retention has not ended, oldest first. */
  List<Peer> toList(long now) {
    forgetOld(now);
    List<Peer> peers = new ArrayList<>(failures.size());
    for (Failure failure : failures) {
      peers.add(failure.peer);
    }
    return peers;
  }
}
