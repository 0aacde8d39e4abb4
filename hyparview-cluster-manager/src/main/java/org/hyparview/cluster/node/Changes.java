package org.hyparview.cluster.node;

import io.vertx.core.Context;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.hyparview.node.LinkHost;

/**
 * Changes that any thread asks for, in the order in which they were asked for, done by one context
 * many at a time: what comes while a turn of the loop is on is done in the next.
 */
final class Changes {

  /** A change that is asked for. One of the two methods is called, once. */
  interface Change {

    /** Makes the change, as a part of an input of the machine. */
    void make(long now);

    /** The machine doesn't run any more. */
    void abandon();
  }

  private final Context context;
  private final LinkHost host;
  private final LongConsumer flush;
  private final ConcurrentLinkedQueue<Change> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * An empty queue.
   *
   * @param host runs the machine
   * @param flush called in the same input, after the changes of one turn
   */
  Changes(Context context, LinkHost host, LongConsumer flush) {
    this.context = context;
    this.host = host;
    this.flush = flush;
  }

  /**
   * Asks for a change. Safe to call from any thread, also when the context's loop has ended: then
   * the change is abandoned on the thread that asks.
   */
  void add(Change change) {
    waiting.add(change);
    if (scheduled.compareAndSet(false, true)) {
      try {
        context.runOnContext(go -> run());
      } catch (RejectedExecutionException loopHasEnded) {
        scheduled.set(false);
        abandonAll();
      }
    }
  }

  /** What is added from here on schedules the next turn. */
  private void run() {
    scheduled.set(false);
    if (host.isRunning()) {
      host.input(this::makeAll);
    } else {
      abandonAll();
    }
  }

  /** One thread at a time, since once the loop has ended any of the user's may come. */
  private synchronized void abandonAll() {
    for (Change change = waiting.poll(); change != null; change = waiting.poll()) {
      change.abandon();
    }
  }

  private void makeAll(long now) {
    for (Change change = waiting.poll(); change != null; change = waiting.poll()) {
      change.make(now);
    }
    flush.accept(now);
  }
}
