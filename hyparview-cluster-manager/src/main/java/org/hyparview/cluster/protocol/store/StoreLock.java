package org.hyparview.cluster.protocol.store;

import java.util.ArrayDeque;
import java.util.List;
import org.hyparview.cluster.protocol.store.StoreRecord.Claim;
import org.jspecify.annotations.Nullable;

/** One lock that somebody has, and those who wait for it, in the order in which they asked. */
final class StoreLock {

  /** Who wants the lock: a request of a session. */
  record Claimant(long session, long acquire) {}

  private final String name;
  private final ArrayDeque<Claimant> waiting = new ArrayDeque<>();
  private Claimant holder;
  private long token;

  StoreLock(String name, Claimant holder, long token) {
    this.name = name;
    this.holder = holder;
    this.token = token;
  }

  Claimant holder() {
    return holder;
  }

  long token() {
    return token;
  }

  void await(Claimant claimant) {
    waiting.add(claimant);
  }

  void leaveQueue(Claimant claimant) {
    waiting.remove(claimant);
  }

  /** The first that waits has it now, or null if nobody does. */
  @Nullable
  Claimant pass(long newToken) {
    Claimant next = waiting.poll();
    if (next != null) {
      holder = next;
      token = newToken;
    }
    return next;
  }

  void writeTo(List<StoreRecord> records) {
    records.add(new Claim(name, holder.session, holder.acquire, token));
    waiting.forEach(next -> records.add(new Claim(name, next.session, next.acquire, 0)));
  }
}
