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
 * The nodes of the cluster, and who hears of their coming and going.
 *
 * <p>Changed by the control plane's context alone; {@link #ids} may be called from any thread. The
 * listener is called on one thread of its own, one event after the other, since it may block for
 * long. On that thread {@link #ids} gives the nodes right after the event that is being told, and
 * on all others the nodes now.
 */
public final class Nodes {

  private static final Logger LOGGER = LoggerFactory.getLogger(Nodes.class);
  private static final long IDLE_SECONDS = 10;

  /** What a teller's thread sees while it tells; each manager has a thread of its own for that. */
  private static final ThreadLocal<@Nullable List<String>> TOLD = new ThreadLocal<>();

  private final SortedSet<String> members = new TreeSet<>();
  private final ExecutorService teller;
  private volatile List<String> ids = List.of();
  private volatile @Nullable NodeListener listener;

  /**
   * Nobody.
   *
   * @param threadName what the listener's thread is called; it exists only while there is something
   *     to tell
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

  /** From now on this one hears of each node that comes or goes. */
  public void setListener(NodeListener newListener) {
    listener = newListener;
  }

  /** The ids of all nodes, sorted. Safe to call from any thread. */
  public List<String> ids() {
    List<String> beingTold = TOLD.get();
    return beingTold == null ? ids : beingTold;
  }

  /** This node is there, which nobody is told of. */
  void addSelf(String id) {
    members.add(id);
    ids = List.copyOf(members);
  }

  void add(String id) {
    if (members.add(id)) {
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
    TOLD.set(after);
    try {
      event.accept(hearer);
    } catch (RuntimeException e) {
      LOGGER.error("The listener of nodes failed", e);
    } finally {
      TOLD.remove();
    }
  }

  /** Nothing more is told than what waits. */
  void close() {
    teller.shutdown();
  }
}
