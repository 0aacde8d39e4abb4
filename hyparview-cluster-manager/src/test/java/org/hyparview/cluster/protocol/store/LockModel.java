package org.hyparview.cluster.protocol.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hyparview.cluster.protocol.store.StoreCommand.Request;
import org.hyparview.cluster.protocol.store.StoreOp.Acquire;
import org.hyparview.cluster.protocol.store.StoreOp.Cancel;
import org.hyparview.cluster.protocol.store.StoreOp.Release;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.protocol.store.StoreResult.Truth;

/** Locks as plain queues whose first element has the lock. */
final class LockModel {

  private record Claimant(long session, long acquire) {}

  private final Map<String, List<Claimant>> queues = new HashMap<>();
  private final Map<String, Long> tokens = new HashMap<>();
  private final Set<Claimant> due = new HashSet<>();
  private final Set<Long> batchTokens = new HashSet<>();
  private long lastToken;

  private List<Claimant> queue(String lock) {
    return queues.computeIfAbsent(lock, none -> new ArrayList<>());
  }

  void check(Request request, StoreResult result) {
    StoreOp op = request.op();
    if (op instanceof Acquire acquire) {
      acquired(acquire.lock(), new Claimant(request.session(), request.number()), result);
    } else if (op instanceof Cancel cancel) {
      canceled(cancel.lock(), new Claimant(request.session(), cancel.acquire()), result);
    } else if (op instanceof Release release) {
      released(release.lock(), request.session(), release.token(), result);
    }
  }

  private void acquired(String lock, Claimant claimant, StoreResult result) {
    List<Claimant> queue = queue(lock);
    queue.add(claimant);
    long token = StoreUser.amount(result);
    if (queue.size() == 1) {
      took(lock, token);
    } else {
      assertThat(token).isZero();
    }
  }

  /** Results are seen before grants, so within a batch tokens are not seen in their order. */
  private void took(String lock, long token) {
    assertThat(token).isGreaterThan(lastToken);
    assertThat(batchTokens.add(token)).isTrue();
    tokens.merge(lock, token, Math::max);
  }

  private void canceled(String lock, Claimant claimant, StoreResult result) {
    List<Claimant> queue = queue(lock);
    if (!queue.isEmpty() && queue.get(0).equals(claimant)) {
      assertThat(StoreUser.amount(result)).isPositive();
    } else {
      assertThat(result).isEqualTo(new Amount(0));
      queue.remove(claimant);
    }
  }

  private void released(String lock, long session, long token, StoreResult result) {
    List<Claimant> queue = queue(lock);
    boolean holds = !queue.isEmpty() && queue.get(0).session() == session;
    boolean right = holds && tokens.getOrDefault(lock, 0L) == token;
    // Not known here if it was granted within this batch; then the token is of the future.
    boolean maybe = holds && token > lastToken;
    assertThat(result).isIn(new Truth(right), new Truth(maybe));
    if (result.equals(new Truth(true))) {
      due.remove(queue.remove(0));
      firstIsDue(queue);
    }
  }

  private void firstIsDue(List<Claimant> queue) {
    if (!queue.isEmpty()) {
      due.add(queue.get(0));
    }
  }

  void expired(long session) {
    queues.values().forEach(queue -> {
      boolean passes = !queue.isEmpty() && queue.get(0).session() == session;
      queue.removeIf(claimant -> claimant.session() == session);
      if (passes) {
        firstIsDue(queue);
      }
    });
  }

  /**
   * Checks that exactly the requests that became first in this batch were granted, or have released
   * since.
   */
  void checkGrants(List<Grant> grants) {
    Set<Claimant> told = new HashSet<>();
    for (Grant grant : grants) {
      took(grant.lock(), grant.token());
      told.add(new Claimant(grant.session(), grant.acquire()));
    }
    assertThat(told).containsAll(due);
    due.clear();
    lastToken = batchTokens.stream().reduce(lastToken, Math::max);
    batchTokens.clear();
  }
}
