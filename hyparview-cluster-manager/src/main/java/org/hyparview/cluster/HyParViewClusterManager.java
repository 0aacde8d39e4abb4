package org.hyparview.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.io.ObjectInputFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.function.Consumer;
import org.hyparview.cluster.discovery.Discovery;
import org.hyparview.cluster.internal.ClusterNode;
import org.hyparview.cluster.internal.ClusterSettings;
import org.hyparview.cluster.internal.ConfigurationLookup;
import org.hyparview.cluster.internal.EventBusWarning;
import org.hyparview.cluster.internal.SilentSlf4j;
import org.hyparview.cluster.shareddata.ClusterCounter;
import org.hyparview.cluster.shareddata.ClusterMap;
import org.hyparview.cluster.shareddata.DataCodec;
import org.hyparview.cluster.shareddata.WellFormed;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster manager for Vert.x on a HyParView overlay: no external service, and a handful of
 * control connections however many nodes there are.
 *
 * <p>Vert.x finds it on the class path. Without options it reads them from the system property
 * {@code vertx.hyparview.config}, {@code hyparview.json} on the class path and the defaults; see
 * {@link HyParViewClusterOptions}.
 *
 * <p>The constructors do nothing: everything begins with {@link #join}, and ends with
 * {@link #leave}. Safe for use by any thread.
 */
public class HyParViewClusterManager implements ClusterManager {

  private static final Logger LOGGER = LoggerFactory.getLogger(HyParViewClusterManager.class);

  static {
    SilentSlf4j.start();
  }

  private final @Nullable HyParViewClusterOptions given;
  private @Nullable Vertx vertx;
  private volatile @Nullable ObjectInputFilter serialFilter;
  private volatile DataCodec codec = new DataCodec(null, null);
  private boolean released;
  private @Nullable RegistrationListener offeredListener;
  private @Nullable RegistrationListener registrationListener;
  private @Nullable Future<ClusterNode> starting;
  private volatile @Nullable NodeListener nodeListener;
  private volatile @Nullable NodeInfo nodeInfo;
  private volatile @Nullable HyParViewClusterOptions options;
  private volatile @Nullable ClusterNode node;
  private volatile @Nullable EventBusOptions eventBus;
  private volatile boolean active;

  /** Creates a manager that looks for its options when it joins. */
  public HyParViewClusterManager() {
    given = null;
  }

  /** Creates a manager with a copy of these options. */
  public HyParViewClusterManager(HyParViewClusterOptions options) {
    given = new HyParViewClusterOptions(options);
  }

  /**
   * Sets the filter of the classes that keys and values of shared data may have, for each class
   * before an object of it is made: serializable classes, and {@code ClusterSerializable} ones. It
   * decides first, then that of the options ({@code serialFilter}), and at last the default filter.
   * To be called before this manager joins.
   *
   * @param filter for example {@code ObjectInputFilter.Config.createFilter("com.example.**;!*")},
   *     or {@code ObjectInputFilter.allowFilter(predicate, Status.REJECTED)}; null for the default
   *     filter alone. Called by any thread
   */
  public HyParViewClusterManager setSerialFilter(@Nullable ObjectInputFilter filter) {
    serialFilter = filter;
    return this;
  }

  /**
   * Makes this the manager of a Vert.x, which may be another one after {@link #leave} only.
   *
   * @throws IllegalStateException if this is the manager of another Vert.x
   */
  @Override
  public synchronized void init(Vertx user) {
    if (vertx != null && vertx != user && !released) {
      throw new IllegalStateException("This cluster manager belongs to another Vert.x already;"
          + " create a HyParViewClusterManager for each Vert.x");
    }
    vertx = user;
    released = false;
    starting = null;
    registrationListener = offeredListener;
    offeredListener = null;
  }

  /**
   * Offers this manager to a Vert.x that has none. The service loader makes one for each Vert.x,
   * which also notes for the manager in use whether the event bus will have TLS: Vert.x tells that
   * no manager.
   */
  @Override
  public void init(VertxBootstrap bootstrap) {
    ClusterManager.super.init(bootstrap);
    VertxOptions user = bootstrap.options();
    if (user != null && bootstrap.clusterManager() instanceof HyParViewClusterManager manager) {
      manager.eventBus = user.getEventBusOptions();
    }
  }

  /** Takes the listener of the Vert.x that calls {@link #init}, which comes after this call. */
  @Override
  public synchronized void registrationListener(RegistrationListener listener) {
    offeredListener = listener;
  }

  @Override
  public void nodeListener(NodeListener listener) {
    nodeListener = listener;
    ClusterNode present = node;
    if (present != null) {
      present.nodes().setListener(listener);
      if (options().get(HyParViewClusterOptions.MEMBERSHIP_SCOPE) == MembershipScope.ACTIVE_VIEW) {
        LOGGER.warn(
            "With membershipScope ACTIVE_VIEW, node listeners are notified of neighbors, which"
                + " come and go while they live. High availability needs CLUSTER, or it redeploys"
                + " verticles that still run");
      }
    }
  }

  // Joining and leaving

  @Override
  public void join(Completable<Void> result) {
    Vertx user = Objects.requireNonNull(vertx, "init(Vertx) must be called before join");
    begin(user)
        .compose(ClusterNode::join)
        .onSuccess(joined -> activate())
        .onSuccess(joined -> warnOfEventBus())
        .onComplete(done -> user.runOnContext(go -> result.complete(null, done.cause())));
  }

  private synchronized Future<ClusterNode> begin(Vertx user) {
    if (starting != null || released) {
      return Future.failedFuture(
          new IllegalStateException("This cluster manager has joined, or has left, before"));
    }
    if (registrationListener == null) {
      registrationListener = offeredListener;
    }
    Future<ClusterNode> begun = prepareLater(user);
    starting = begun;
    return begun;
  }

  /** Warns if control links are secured, and the event bus, which other hosts reach, is not. */
  private void warnOfEventBus() {
    EventBusOptions bus = eventBus;
    String host = bus == null || bus.getHost() == null ? clusterHost() : bus.getHost();
    if (bus != null && host != null) {
      String warning = EventBusWarning.of(options().getLinks(), bus, host);
      if (warning != null) {
        LOGGER.warn(warning);
      }
    }
  }

  /** Returns the options of the event bus, or null if they aren't known; for tests. */
  @Nullable
  EventBusOptions eventBusOptions() {
    return eventBus;
  }

  private synchronized void activate() {
    active = !released;
  }

  /**
   * Prepares the node on a thread that is not one of Vert.x's, since it reads files and creates
   * another Vert.x. Whether that one's threads let the JVM end is as with the user's, of which only
   * the threads show it.
   */
  private Future<ClusterNode> prepareLater(Vertx user) {
    Promise<ClusterNode> prepared = Promise.promise();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    ((VertxInternal) user).createEventLoopContext().runOnContext(go -> {
      boolean daemon = Thread.currentThread().isDaemon();
      Thread thread = new Thread(() -> prepare(user, daemon, prepared), "hyparview-start");
      thread.setDaemon(daemon);
      thread.setContextClassLoader(loader);
      thread.start();
    });
    return prepared.future();
  }

  private void prepare(Vertx user, boolean daemon, Promise<ClusterNode> prepared) {
    try {
      prepared.complete(prepare(user, daemon));
    } catch (RuntimeException | ServiceConfigurationError e) {
      prepared.fail(e);
    }
  }

  private ClusterNode prepare(Vertx user, boolean daemon) {
    HyParViewClusterOptions found =
        given != null ? given : ConfigurationLookup.inThisProcess(LOGGER::warn).load();
    ClusterNode fresh = new ClusterNode(
        found, new ClusterSettings(found), Discovery.installedSources(), user, daemon);
    RegistrationListener updates = claimedListener();
    if (updates != null) {
      fresh.registrations().setListener(updates);
    }
    NodeListener events = nodeListener;
    if (events != null) {
      fresh.nodes().setListener(events);
    }
    codec = new DataCodec(
        serialFilter, found.getSharedData().getOrNull(SharedDataOptions.SERIAL_FILTER));
    options = found;
    node = fresh;
    return fresh;
  }

  private synchronized @Nullable RegistrationListener claimedListener() {
    return registrationListener;
  }

  /** Leaves the cluster; if the node is about to join, it leaves instead. */
  @Override
  public void leave(Completable<Void> result) {
    release()
        .transform(begun -> begun.succeeded() ? begun.result().leave() : Future.succeededFuture())
        .onComplete(done -> result.complete(null, done.cause()));
  }

  private synchronized Future<ClusterNode> release() {
    active = false;
    released = true;
    return starting == null ? Future.failedFuture("not begun") : starting;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  // Nodes

  @Override
  public String getNodeId() {
    return node().id();
  }

  @Override
  public List<String> getNodes() {
    return node().nodes().ids();
  }

  @Override
  public void setNodeInfo(NodeInfo info, Completable<Void> result) {
    nodeInfo = info;
    withNode(result, present -> present.setNodeInfo(info).onComplete(result));
  }

  @Override
  public @Nullable NodeInfo getNodeInfo() {
    return nodeInfo;
  }

  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> result) {
    withNode(result, present -> present.infos().get(nodeId, result));
  }

  @Override
  public @Nullable String clusterHost() {
    Peer self = node().self();
    return self == null ? null : node().settings().eventBusHost(self);
  }

  @Override
  public @Nullable String clusterPublicHost() {
    return node().settings().eventBusPublicHost();
  }

  // Registrations

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> result) {
    withNode(result, present -> present.add(address, registration).onComplete(result));
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> result) {
    withNode(result, present -> present.remove(address, registration).onComplete(result));
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> result) {
    withNode(result, present -> result.succeed(present.registrations().at(address)));
  }

  // Shared data

  @Override
  public <K, V> Map<K, V> getSyncMap(String name) {
    return node().maps().map(name, codec);
  }

  @Override
  public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> result) {
    withNode(result, present -> {
      if (isName("map", name, result)) {
        result.succeed(new ClusterMap<>(name, present.sharedData(), codec));
      }
    });
  }

  @Override
  public void getLockWithTimeout(String name, long timeout, Completable<Lock> result) {
    withNode(result, present -> {
      if (timeout < 0) {
        result.fail(new IllegalArgumentException(
            "The timeout of a lock must be 0 or more milliseconds, but is " + timeout));
      } else if (isName("lock", name, result)) {
        present.sharedData().lock(name, timeout).onComplete(result);
      }
    });
  }

  @Override
  public void getCounter(String name, Completable<Counter> result) {
    withNode(result, present -> {
      if (isName("counter", name, result)) {
        result.succeed(new ClusterCounter(name, present.sharedData()));
      }
    });
  }

  private static boolean isName(String structure, String name, Completable<?> result) {
    try {
      WellFormed.name(structure, name);
      return true;
    } catch (IllegalArgumentException e) {
      result.fail(e);
      return false;
    }
  }

  /** Returns the codec of shared data; for {@link HyParViewCluster}. */
  DataCodec codec() {
    return codec;
  }

  /** Returns the health of this node in its cluster. Fails if it has not joined, or has left. */
  public Future<ClusterHealth> health() {
    ClusterNode present = node;
    if (present == null || !active) {
      return Future.failedFuture("This node is not in the cluster");
    }
    return present.health(active);
  }

  /** The node of this manager; for {@link HyParViewCluster}. */
  ClusterNode node() {
    ClusterNode present = node;
    if (present == null) {
      throw notJoined();
    }
    return present;
  }

  /** Runs an operation that has a result, which fails where {@link #node} would throw. */
  private void withNode(Completable<?> result, Consumer<ClusterNode> use) {
    ClusterNode present = node;
    if (present == null) {
      result.fail(notJoined());
    } else {
      use.accept(present);
    }
  }

  private static IllegalStateException notJoined() {
    return new IllegalStateException("This node has not joined the cluster");
  }

  private HyParViewClusterOptions options() {
    return Objects.requireNonNull(options, "This node has not joined the cluster");
  }
}
