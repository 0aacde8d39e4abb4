package org.hyparview.cluster.protocol.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.StoreRecord.KeptResult;
import org.hyparview.cluster.protocol.store.StoreRecord.SessionState;
import org.hyparview.cluster.protocol.store.StoreResult.Reason;
import org.hyparview.cluster.protocol.store.StoreResult.Refused;
import org.jspecify.annotations.Nullable;

/**
 * The session of one node: the requests that were applied, with the results that it may ask for
 * again.
 */
final class Session {

  /** The most bytes of values among the kept results; the oldest go first. */
  static final int MAX_KEPT_BYTES = 4 << 20;

  /** The most results kept; the oldest go first. */
  static final int MAX_KEPT_RESULTS = 4_096;

  private static final StoreResult FORGOTTEN = new Refused(Reason.FORGOTTEN);

  final long id;
  final String node;
  final long number;

  /** The locks that it holds or waits for, by the numbers of its requests. */
  final TreeMap<Long, String> claims = new TreeMap<>();

  private final TreeMap<Long, StoreResult> results = new TreeMap<>();
  private long keptBytes;
  private long acknowledgedUpTo;
  private long lastRequest;
  private final long identity;
  private long hash;

  Session(long id, String node, long number) {
    this.id = id;
    this.node = node;
    this.number = number;
    identity = StoreDigest.of(StoreDigest.ofName(StoreDigest.SESSION, node), id, number, 0);
  }

  /** Updates the session's part of a digest. */
  void update(StoreDigest digest) {
    digest.remove(hash);
    hash = StoreDigest.of(identity, lastRequest, acknowledgedUpTo, results.size());
    digest.add(hash);
  }

  void removeFrom(StoreDigest digest) {
    digest.remove(hash);
  }

  /** Returns the result of a request that was applied before, or null if it is the next one. */
  @Nullable
  StoreResult before(long request) {
    if (request == lastRequest + 1) {
      return null;
    }
    if (request > lastRequest) {
      return new Refused(Reason.GAP);
    }
    return results.getOrDefault(request, FORGOTTEN);
  }

  long lastRequest() {
    return lastRequest;
  }

  void done(long request, StoreResult result) {
    lastRequest = request;
    keep(request, result);
  }

  void keep(long request, StoreResult result) {
    results.put(request, result);
    keptBytes += sizeOf(result);
    if (results.size() > MAX_KEPT_RESULTS) {
      keptBytes -= sizeOf(results.pollFirstEntry().getValue());
    }
    if (keptBytes > MAX_KEPT_BYTES) {
      forgetOldest(request);
    }
  }

  /** Drops the oldest results, except the latest, which is on its way. */
  private void forgetOldest(long latest) {
    for (Map.Entry<Long, StoreResult> kept : results.headMap(latest).entrySet()) {
      int size = sizeOf(kept.getValue());
      if (size > 0) {
        kept.setValue(FORGOTTEN);
        keptBytes -= size;
        if (keptBytes <= MAX_KEPT_BYTES) {
          return;
        }
      }
    }
  }

  void acknowledged(long upTo) {
    if (upTo > acknowledgedUpTo) {
      acknowledgedUpTo = upTo;
      Map<Long, StoreResult> acknowledged = results.headMap(upTo, true);
      acknowledged.values().forEach(result -> keptBytes -= sizeOf(result));
      acknowledged.clear();
    }
  }

  private static int sizeOf(StoreResult result) {
    Bytes value = result.valueOrNull();
    return value == null ? 0 : value.length();
  }

  void writeTo(List<StoreRecord> records) {
    records.add(new SessionState(id, node, number, acknowledgedUpTo, lastRequest));
    results.forEach((request, result) -> records.add(new KeptResult(id, request, result)));
  }

  static Session of(SessionState state) {
    Session session = new Session(state.id(), state.node(), state.number());
    session.acknowledgedUpTo = state.acknowledgedUpTo();
    session.lastRequest = state.lastRequest();
    return session;
  }
}
