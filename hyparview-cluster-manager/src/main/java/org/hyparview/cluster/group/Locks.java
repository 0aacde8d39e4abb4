package org.hyparview.cluster.group;

import io.vertx.core.Completable;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupMessage.Granted;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;

/**
 * The locks that this node holds or waits for. The replicas, which have the queue, decide whether a
 * lock was granted in time: on timeout the request is withdrawn, and the answer tells whether the
 * grant was faster.
 */
final class Locks {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);

  /** How long to wait for the replicas beyond the timeout. */
  private static final int GRACE_MILLIS = 500;

  private static final int SETTLE_MILLIS = 3_600_000;
  private static final int POLL_MILLIS = 1_000;

  /** Only shorter waits have a timer, since a timer can't be dropped before it fires. */
  private static final int TIMER_MILLIS = 60_000;

  /** Stands for a token where another operation has taken the number of the request. */
  private static final long NOT_DONE = -1;

  private static final class Claim {

    private final String lock;
    private final long deadline;
    private final Completable<Long> outcome;
    private boolean over;

    Claim(String lock, long deadline, Completable<Long> outcome) {
      this.lock = lock;
      this.deadline = deadline;
      this.outcome = outcome;
    }
  }

  private final GroupContext context;
  private final ClientSession clientSession;
  private final Queries queries;
  private final TreeMap<Long, Claim> waiting = new TreeMap<>();
  private final TreeMap<Long, String> held = new TreeMap<>();
  private long polledAt;

  Locks(GroupContext context, ClientSession clientSession, Queries queries) {
    this.context = context;
    this.clientSession = clientSession;
    this.queries = queries;
    clientSession.onSessionLost(this::sessionLost);
  }

  /** Returns how many locks this node holds. */
  int held() {
    return held.size();
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  /** Acquires a lock and provides its fencing token; fails if that takes too long. */
  void acquire(String lock, long timeoutMillis, Completable<Long> outcome) {
    acquire(new Claim(lock, context.deadline(timeoutMillis), outcome));
  }

  private void acquire(Claim claim) {
    long rest = Math.max(0, claim.deadline - context.millis());
    long patience = rest > Long.MAX_VALUE - GRACE_MILLIS ? rest : rest + GRACE_MILLIS;
    // The answer may come before the number of the request is known here, but not before it is
    // sent.
    ClientSession.Request[] request = new ClientSession.Request[1];
    request[0] = clientSession.submit(
        new StoreOp.Acquire(claim.lock),
        patience,
        (result, failure) -> {
          if (failure != null) {
            fail(claim, failure);
          } else {
            answered(claim, request[0].number(), result);
          }
        },
        result -> giveUp(claim, request[0].number(), result));
  }

  private void answered(Claim claim, long number, StoreResult result) {
    long token = result.asAmount().value();
    if (token > 0) {
      grant(claim, token);
    } else {
      waiting.put(number, claim);
      long rest = claim.deadline - context.millis();
      if (rest <= TIMER_MILLIS) {
        context.scheduler().schedule(() -> cancel(claim, number), Math.max(1, rest));
      }
    }
  }

  private void grant(Claim claim, long token) {
    if (claim.over) {
      release(claim.lock, token);
    } else {
      claim.over = true;
      held.put(token, claim.lock);
      claim.outcome.succeed(token);
    }
  }

  private void fail(Claim claim, Throwable failure) {
    if (!claim.over) {
      claim.over = true;
      claim.outcome.fail(failure);
    }
  }

  private static SharedDataException timedOut(String lock) {
    return new SharedDataException("Timed out waiting to get lock " + lock, false);
  }

  private void cancel(Claim claim, long number) {
    if (waiting.remove(number, claim)) {
      clientSession.submit(
          new StoreOp.Cancel(claim.lock, number),
          GRACE_MILLIS,
          (result, failure) -> {
            if (failure != null) {
              fail(claim, timedOut(claim.lock));
              giveUp(claim, number, new Amount(0));
            } else {
              canceled(claim, result);
            }
          },
          result -> canceled(claim, result));
    }
  }

  private void canceled(Claim claim, StoreResult result) {
    long token = result.amountOr(0);
    if (token > 0) {
      grant(claim, token);
    } else {
      fail(claim, timedOut(claim.lock));
    }
  }

  /** Gives up a request whose caller no longer waits, but that may hold the lock or wait for it. */
  private void giveUp(Claim claim, long number, StoreResult result) {
    long token = result.amountOr(NOT_DONE);
    if (token > 0) {
      release(claim.lock, token);
    } else if (token != NOT_DONE) {
      clientSession.submit(
          new StoreOp.Cancel(claim.lock, number),
          SETTLE_MILLIS,
          (late, failure) -> {
            if (failure == null && late.amountOr(0) > 0) {
              release(claim.lock, late.amountOr(0));
            }
          },
          late -> {});
    }
  }

  /** Releases a lock. If the node lost it before, nothing happens. */
  void release(String lock, long token) {
    held.remove(token);
    clientSession.submit(
        new StoreOp.Release(lock, token), SETTLE_MILLIS, (result, failure) -> {}, late -> {});
  }

  void granted(Granted granted) {
    if (granted.session() == clientSession.session()) {
      Claim claim = waiting.remove(granted.acquire());
      if (claim != null) {
        grant(claim, granted.token());
      }
    }
  }

  /** Asks again: the message of a grant may be lost, and long waits have no timer. */
  void tick() {
    long now = context.millis();
    waiting.entrySet().stream()
        .filter(claim -> claim.getValue().deadline <= now)
        .toList()
        .forEach(claim -> cancel(claim.getValue(), claim.getKey()));
    if (context.millis() - polledAt < POLL_MILLIS) {
      return;
    }
    polledAt = context.millis();
    long session = clientSession.session();
    for (Map.Entry<Long, Claim> claim : waiting.entrySet()) {
      long number = claim.getKey();
      queries.submit(
          new StoreQuery.Token(claim.getValue().lock, session, number),
          POLL_MILLIS,
          (result, failure) -> {
            if (failure == null && result.amountOr(0) > 0) {
              granted(new Granted(session, number, result.amountOr(0)));
            }
          });
    }
  }

  private void sessionLost() {
    if (!held.isEmpty()) {
      LOGGER.warn(
          "This node has lost its locks " + held.values() + ", which other nodes may hold now");
      context.port().locksLost(List.copyOf(held.values()));
      held.clear();
    }
    List<Claim> again = new ArrayList<>(waiting.values());
    waiting.clear();
    again.forEach(this::acquire);
  }

  /** Fails all waiting claims. */
  void close() {
    List<Claim> all = List.copyOf(waiting.values());
    waiting.clear();
    all.forEach(claim -> fail(claim, new SharedDataException(GroupNode.HAS_LEFT, false)));
  }
}
