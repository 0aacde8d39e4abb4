package org.hyparview.cluster.protocol.store;

import java.util.List;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.store.StoreRecord.Claim;
import org.jspecify.annotations.Nullable;

/** One lock that somebody has, and those who wait for it, in the order in which they asked. */
final class StoreLock {

  /** Who wants the lock: a request of a session. */
  record Claimant(long session, long acquire) {}

  private final String name;
  private final TreeMap<Long, Claimant> waiting = new TreeMap<>();
  private Claimant holder;
  private long token;
  private long lastPlace;

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
    waiting.put(++lastPlace, claimant);
  }

  void leaveQueue(Claimant claimant) {
    waiting.values().remove(claimant);
  }

  /** The first that waits has it now, or null if nobody does. */
  @Nullable
  Claimant pass(long newToken) {
    var first = waiting.pollFirstEntry();
    if (first == null) {
      return null;
    }
    holder = first.getValue();
    token = newToken;
    return holder;
  }

  void writeTo(List<StoreRecord> records) {
    records.add(new Claim(name, holder.session, holder.acquire, token));
    waiting.values().forEach(next -> records.add(new Claim(name, next.session, next.acquire, 0)));
  }
}
