package org.hyparview.cluster.node;

import io.vertx.core.Context;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.hyparview.node.LinkHost;

/**
 * The queue of changes that any thread requests. One context makes them in the order of the
 * requests, many at a time: what arrives during a turn of the loop is done in the next.
 */
final class Changes {

  /** A requested change. One of the two methods is called, once. */
  interface Change {

    /** Makes the change, as a part of an input of the machine. */
    void make(long now);

    /** Abandons the change: the machine doesn't run any more. */
    void abandon();
  }

  private final Context context;
  private final LinkHost host;
  private final LongConsumer flush;
  private final ConcurrentLinkedQueue<Change> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * Creates an empty queue.
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
   * Adds a change. Safe to call from any thread, also when the context's loop has ended: then the
   * change is abandoned on the calling thread.
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

  /** Makes the queued changes. A change that is added from here on schedules the next turn. */
  private void run() {
    scheduled.set(false);
    if (host.isRunning()) {
      host.input(this::makeAll);
    } else {
      abandonAll();
    }
  }

  /**
   * Abandons all changes. One thread does so at a time, since once the loop has ended any of the
   * user's may call.
   */
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
