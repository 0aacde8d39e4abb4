package org.hyparview.cluster.internal;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.spi.cluster.NodeListener;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the cluster, and the notification of their joins and departures.
 *
 * <p>Only the control plane's context changes them; {@link #ids} may be called from any thread. The
 * listener is called on one thread of its own, one event after the other, since it may block for
 * long. On that thread {@link #ids} returns the nodes right after the event in progress, and on all
 * others the current nodes.
 */
public final class Nodes {

  private static final Logger LOGGER = LoggerFactory.getLogger(Nodes.class);
  private static final long IDLE_SECONDS = 10;

  /**
   * The nodes that a notifying thread sees during a notification; each manager has such a thread of
   * its own.
   */
  private static final ThreadLocal<@Nullable List<String>> NOTIFIED = new ThreadLocal<>();

  private final SortedSet<String> members = new TreeSet<>();
  private final ExecutorService teller;
  private volatile List<String> ids = List.of();
  private volatile @Nullable NodeListener listener;
  private boolean hasMetOthers;

  /**
   * Creates an empty set of nodes.
   *
   * @param threadName the name of the listener's thread, which exists only while there are
   *     notifications
   */
  Nodes(String threadName) {
    ThreadPoolExecutor executor = new ThreadPoolExecutor(
        1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
          Thread thread = new Thread(task, threadName);
          thread.setDaemon(true);
          return thread;
        });
    executor.allowCoreThreadTimeOut(true);
    teller = executor;
  }

  /** Sets the listener, which is notified of each node that joins or departs from now on. */
  public void setListener(NodeListener newListener) {
    listener = newListener;
  }

  /** Returns the ids of all nodes, sorted. Safe to call from any thread. */
  public List<String> ids() {
    List<String> beingTold = NOTIFIED.get();
    return beingTold == null ? ids : beingTold;
  }

  /** Adds this node, without a notification. */
  void addSelf(String id) {
    members.add(id);
    ids = List.copyOf(members);
  }

  /** Returns whether there has been another node. */
  boolean hasMetOthers() {
    return hasMetOthers;
  }

  void add(String id) {
    if (members.add(id)) {
      hasMetOthers = true;
      publish(to -> to.nodeAdded(id));
    }
  }

  void remove(String id) {
    if (members.remove(id)) {
      publish(to -> to.nodeLeft(id));
    }
  }

  private void publish(Consumer<NodeListener> event) {
    List<String> after = List.copyOf(members);
    ids = after;
    NodeListener hearer = listener;
    if (hearer != null) {
      teller.execute(() -> tell(hearer, event, after));
    }
  }

  private void tell(NodeListener hearer, Consumer<NodeListener> event, List<String> after) {
    NOTIFIED.set(after);
    try {
      event.accept(hearer);
    } catch (RuntimeException e) {
      LOGGER.error("The node listener threw an exception; it stays registered", e);
    } finally {
      NOTIFIED.remove();
    }
  }

  /** Stops after the notifications that wait already. */
  void close() {
    teller.shutdown();
  }
}
