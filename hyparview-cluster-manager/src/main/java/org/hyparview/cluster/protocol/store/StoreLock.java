package org.hyparview.cluster.protocol.store;

import java.util.ArrayDeque;
import java.util.List;
import org.hyparview.cluster.protocol.store.StoreRecord.Claim;
import org.jspecify.annotations.Nullable;

/** One held lock, and the requests that wait for it, in their order. */
final class StoreLock {

  /** A request of a session for the lock. */
  record Claimant(long session, long acquire) {}

  private final String name;
  private final ArrayDeque<Claimant> waiting = new ArrayDeque<>();
  private final StoreDigest digest;
  private final long hash;
  private Claimant holder;
  private long token;

  StoreLock(String name, Claimant holder, long token, StoreDigest digest) {
    this.name = name;
    this.holder = holder;
    this.token = token;
    this.digest = digest;
    hash = StoreDigest.ofName(StoreDigest.LOCK, name);
    digest.add(hashOfHolder());
  }

  private long hashOfHolder() {
    return StoreDigest.of(hash, holder.session, holder.acquire, token);
  }

  /**
   * Hashes the place of a waiting request by the one before it, which stays when the first one
   * leaves.
   */
  private long hashOf(Claimant waiter, Claimant before) {
    long place = StoreDigest.of(hash, before.session, before.acquire, 0);
    return StoreDigest.of(place, waiter.session, waiter.acquire, 0);
  }

  private long hashOfQueue() {
    long sum = 0;
    Claimant before = holder;
    for (Claimant next : waiting) {
      sum += hashOf(next, before);
      before = next;
    }
    return sum;
  }

  Claimant holder() {
    return holder;
  }

  long token() {
    return token;
  }

  void await(Claimant claimant) {
    Claimant last = waiting.isEmpty() ? holder : waiting.getLast();
    digest.add(hashOf(claimant, last));
    waiting.add(claimant);
  }

  void leaveQueue(Claimant claimant) {
    digest.remove(hashOfQueue());
    waiting.remove(claimant);
    digest.add(hashOfQueue());
  }

  /** Passes the lock to the first waiting request, or returns null if there is none. */
  @Nullable
  Claimant pass(long newToken) {
    digest.remove(hashOfHolder());
    Claimant next = waiting.poll();
    if (next != null) {
      digest.remove(hashOf(next, holder));
      holder = next;
      token = newToken;
      digest.add(hashOfHolder());
    }
    return next;
  }

  void writeTo(List<StoreRecord> records) {
    records.add(new Claim(name, holder.session, holder.acquire, token));
    waiting.forEach(next -> records.add(new Claim(name, next.session, next.acquire, 0)));
  }
}
