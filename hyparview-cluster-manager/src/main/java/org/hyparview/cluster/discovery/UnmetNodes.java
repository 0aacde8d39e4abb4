package org.hyparview.cluster.discovery;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.LinkException;

/**
 * The nodes of this cluster that this one may not have met. A node joins through the first contact
 * that admits it, which may be as new as itself, while the others lead to nodes that have shared
 * data for long. So who is about to found something for the whole cluster looks here first: each
 * contact is dialed, and who answers is awaited among the members, or until the time is over. A
 * node that is not soon among them is made a neighbor.
 *
 * <p>Belongs to the event loop that it is given, apart from {@link #mayExist}.
 */
final class UnmetNodes {

  /** How long the check of all contacts may take, and then counts. */
  static final int PATIENCE_MILLIS = 10_000;

  private static final int AT_A_TIME = 16;
  private static final int PAUSE_MILLIS = 20;

  /** For how long a node that has answered may be about to become a member. */
  private static final int SOON_MILLIS = 200;

  private final Vertx vertx;
  private final Context context;
  private final Dial dial;
  private final Supplier<List<PeerAddress>> contacts;
  private final Membership membership;
  private final int patienceMillis;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile long countsUntil = System.nanoTime();

  /**
   * Creates a check that has not begun.
   *
   * @param context the event loop that it belongs to
   * @param contacts the present contacts, without this node
   * @param patienceMillis how long the check may take, and then counts, 1 or more
   */
  UnmetNodes(
      Vertx vertx,
      Context context,
      Dial dial,
      Supplier<List<PeerAddress>> contacts,
      Membership membership,
      int patienceMillis) {
    this.vertx = vertx;
    this.context = context;
    this.dial = dial;
    this.contacts = contacts;
    this.membership = membership;
    this.patienceMillis = patienceMillis;
  }

  /**
   * Returns whether there may be some, as far as is known; begins to find out if that has not been
   * done for long. Safe to call from any thread.
   */
  boolean mayExist() {
    if (!underWay.get() && System.nanoTime() - countsUntil < 0) {
      return false;
    }
    if (underWay.compareAndSet(false, true)) {
      context.runOnContext(go -> new Check(contacts.get()).proceed());
    }
    return true;
  }

  /** One look at all contacts. Who has not answered in half of the time is not waited for. */
  private final class Check {

    private final Queue<PeerAddress> unasked;
    private final long halfTime = vertx.setTimer(Math.max(1, patienceMillis / 2), now -> {
      isPatient = false;
      proceed();
    });
    private final long fullTime = vertx.setTimer(patienceMillis, now -> end());
    private boolean isPatient = true;
    private boolean hasEnded;
    private int dialed;
    private int awaited;

    Check(List<PeerAddress> contacts) {
      unasked = new ArrayDeque<>(contacts);
    }

    void proceed() {
      while (isPatient && dialed < AT_A_TIME && !unasked.isEmpty()) {
        dialed++;
        dial(unasked.remove());
      }
      if (awaited == 0 && (dialed == 0 || !isPatient)) {
        end();
      }
    }

    private void end() {
      if (!hasEnded) {
        hasEnded = true;
        vertx.cancelTimer(halfTime);
        vertx.cancelTimer(fullTime);
        countsUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        underWay.set(false);
      }
    }

    private void dial(PeerAddress contact) {
      dial.at(contact).onSuccess(this::answered).onFailure(failure -> failed(contact, failure));
    }

    private void failed(PeerAddress contact, Throwable failure) {
      if (isSlow(failure) && isPatient) {
        vertx.setTimer(PAUSE_MILLIS, later -> dial(contact));
      } else {
        dialed--;
        proceed();
      }
    }

    /** A process that lets itself be connected, but doesn't say who it is, may be a busy node. */
    private static boolean isSlow(Throwable failure) {
      return failure instanceof LinkException refusal
          && refusal.reason() == CloseReason.HELLO_TIMEOUT;
    }

    private void answered(Peer node) {
      dialed--;
      if (membership.knows(node)) {
        proceed();
        return;
      }
      awaited++;
      vertx.setTimer(SOON_MILLIS, now -> {
        if (!hasEnded && !membership.knows(node)) {
          membership.meet(node);
        }
      });
      await(node);
    }

    private void await(Peer node) {
      if (membership.knows(node)) {
        awaited--;
        proceed();
      } else if (!hasEnded) {
        vertx.setTimer(PAUSE_MILLIS, later -> await(node));
      }
    }
  }
}
