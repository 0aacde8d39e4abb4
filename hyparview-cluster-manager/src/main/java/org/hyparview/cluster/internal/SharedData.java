package org.hyparview.cluster.internal;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.tracing.TracingPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hyparview.cluster.FencedLock;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupCodec;
import org.hyparview.cluster.group.GroupConfig;
import org.hyparview.cluster.group.GroupCounters;
import org.hyparview.cluster.group.GroupDescriptor;
import org.hyparview.cluster.group.GroupNode;
import org.hyparview.cluster.group.GroupPort;
import org.hyparview.cluster.group.Placement;
import org.hyparview.cluster.node.ControlPlane;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.data.ProtocolVersion;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.Scheduler;
import org.hyparview.cluster.shareddata.StoreAccess;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * The runtime of this node's shared data. It starts with the first use: on the control plane's
 * loop, or on a thread of its own. Until then it only records the events of the control plane.
 *
 * <p>{@link #start}, {@link #memberUp}, {@link #metadataChanged}, {@link #memberDown},
 * {@link #versionChanged} and {@link #entryChanged} come from the control plane's context;
 * {@link #submit}, {@link #query}, {@link #lock} and {@link #leave} from any thread.
 */
public final class SharedData implements StoreAccess {

  private static final Logger LOGGER = LoggerFactory.getLogger(SharedData.class);

  /** The replicated map in which groups are announced. */
  static final String GROUPS = "__hyparview.groups";

  /** A century, and no overflow when it is added to a clock's time in nanoseconds. */
  private static final long MAX_DELAY_MILLIS = TimeUnit.DAYS.toMillis(36_500);

  private static final DeliveryOptions LOCAL =
      new DeliveryOptions().setLocalOnly(true).setTracingPolicy(TracingPolicy.IGNORE);

  private final VertxInternal user;
  private final String eventAddress;
  private final GroupConfig config;
  private final int timeoutMillis;
  private final boolean ownThread;
  private final GroupCodec codec = new GroupCodec();
  private final OperationTimes times = new OperationTimes();
  private final Map<String, Peer> members = new LinkedHashMap<>();
  private final Placements placements;
  private final BooleanSupplier searching;
  private final BooleanSupplier unmet;
  private final Map<Bytes, Bytes> groups = new LinkedHashMap<>();
  private int clusterVersion = ProtocolVersion.current();
  private final Object lock = new Object();
  /** The calls made before anything ran, in their order. Guarded by the lock. */
  private List<Call> early = new ArrayList<>();
  /** Guarded by the lock. */
  private @Nullable ControlPlane plane;
  /** Guarded by the lock. */
  private @Nullable Peer self;
  /** Changed under the lock: once set, it has received all early calls. */
  private volatile @Nullable Running running;
  /** Changed under the lock: once set, nothing starts to run. */
  private volatile boolean closed;

  /**
   * Creates the runtime of shared data that is not used yet.
   *
   * @param user the Vert.x whose contexts the futures belong to
   * @param eventAddress the address of losses on the local event bus
   * @param timeoutMillis how long an operation may take
   * @param ownThread whether it has a thread of its own
   * @param searching whether other nodes may still be found; asked by any thread
   * @param unmet whether there may be some that this node has not met; asked by any thread
   */
  SharedData(
      VertxInternal user,
      String eventAddress,
      GroupConfig config,
      int timeoutMillis,
      boolean ownThread,
      BooleanSupplier searching,
      BooleanSupplier unmet) {
    this.user = user;
    this.searching = searching;
    this.unmet = unmet;
    this.ownThread = ownThread;
    this.eventAddress = eventAddress;
    this.config = config;
    this.timeoutMillis = timeoutMillis;
    placements = new Placements(config.spreadVotersBy());
  }

  /** A call of the group node, or its abandonment. One of the two runs, once. */
  private record Call(Consumer<GroupNode> task, Runnable otherwise) {}

  /** Notes that the control plane runs. */
  void start(ControlPlane through, Peer node) {
    synchronized (lock) {
      plane = through;
      self = node;
    }
    through.onSharedData(this::received);
  }

  // Events of the control plane

  void memberUp(Peer peer) {
    members.put(peer.id().toString(), peer);
    tell(group -> group.memberUp(peer));
  }

  /** Notes the metadata of a member, this node included. */
  void metadataChanged(String node, Bytes metadata) {
    Placement placement = placements.announce(node, metadata);
    tell(group -> group.memberPlaced(node, placement));
  }

  void memberDown(String node) {
    members.remove(node);
    placements.remove(node);
    tell(group -> group.memberDown(node));
  }

  /** Notes the version of the cluster. */
  void versionChanged(int version) {
    clusterVersion = version;
    tell(group -> group.versionChanged(version));
  }

  void entryChanged(EntryChanged event) {
    Bytes descriptor = event.value();
    if (descriptor == null) {
      groups.remove(event.key());
    } else {
      groups.put(event.key(), descriptor);
    }
    tell(group -> entryChanged(group, event.key(), descriptor));
  }

  private void entryChanged(GroupNode group, Bytes key, @Nullable Bytes bytes) {
    if (bytes == null) {
      group.withdrawn(new String(key.toArray(), StandardCharsets.UTF_8));
      return;
    }
    GroupDescriptor descriptor = decode(bytes);
    if (descriptor != null) {
      group.announced(descriptor);
    }
  }

  /**
   * Returns the group that has the shared data, as far as the control plane knows; null if none
   * has.
   */
  @Nullable
  GroupDescriptor group() {
    GroupDescriptor best = null;
    for (Bytes bytes : groups.values()) {
      GroupDescriptor group = decode(bytes);
      if (group != null && (best == null || group.wins(best))) {
        best = group;
      }
    }
    return best;
  }

  /**
   * Returns whether nothing is shared, or the group has its target number of replicas, on nodes
   * that this one sees. On the control plane's context.
   */
  boolean isSettled() {
    GroupDescriptor group = group();
    return group == null || (group.settled() && isLargeEnough(group) && allPresent(group.voters()));
  }

  /**
   * Returns whether the group is large enough: its leader may not know the second data member of
   * the cluster yet.
   */
  private boolean isLargeEnough(GroupDescriptor group) {
    return group.voters().size() > 1 || config.maxVoters() == 1 || dataMembers() < 2;
  }

  private long dataMembers() {
    long others = members.keySet().stream().filter(placements::isDataMember).count();
    return config.dataMember() ? others + 1 : others;
  }

  private boolean allPresent(List<Endpoint> replicas) {
    Peer own = self;
    return replicas.stream()
        .map(Endpoint::node)
        .allMatch(node ->
            members.containsKey(node) || (own != null && own.id().toString().equals(node)));
  }

  /**
   * Returns the counters of shared data. On the control plane's context, where the answer comes.
   *
   * @param context the control plane's
   */
  Future<JsonObject> counters(ContextInternal context) {
    Promise<JsonObject> answer = context.promise();
    GroupDescriptor group = group();
    JsonObject json = new JsonObject()
        .put("settled", isSettled() ? 1 : 0)
        .put("voters", group == null ? 0 : group.voters().size())
        .put("pendingOperations", times.pending())
        .put("operations", times.toJson());
    Running present = running;
    Call call = new Call(
        node -> answer.complete(json.mergeIn(GroupFigures.of(node))),
        () -> answer.complete(json.mergeIn(GroupFigures.toJson(GroupCounters.NONE))));
    if (present == null || !present.tryExecute(call)) {
      call.otherwise.run();
    }
    return answer.future();
  }

  private @Nullable GroupDescriptor decode(Bytes bytes) {
    try {
      return codec.decodeDescriptor(bytes);
    } catch (DecodeException e) {
      LOGGER.warn("Ignored an unreadable description of a replica group of the shared data: "
          + e.getMessage());
      return null;
    }
  }

  private void tell(Consumer<GroupNode> news) {
    Running present = running;
    if (present != null) {
      present.tryExecute(news);
    }
  }

  private void received(Peer from, Buffer frame) {
    run();
    tell(group -> group.receive(from, frame));
  }

  // Requests of users

  @Override
  public Future<StoreResult> submit(StoreOp op) {
    return call(
        OperationTimes.kindOf(op), (group, outcome) -> group.submit(op, timeoutMillis, outcome));
  }

  @Override
  public Future<StoreResult> query(StoreQuery query) {
    return call(
        OperationTimes.kindOf(query),
        (group, outcome) -> group.query(query, timeoutMillis, outcome));
  }

  @Override
  public Future<StoreResult> refused(IllegalArgumentException why) {
    return closed ? Future.failedFuture(why) : user.getOrCreateContext().failedFuture(why);
  }

  /** Acquires a lock. */
  public Future<Lock> lock(String name, long timeout) {
    return this.<Long>call(
            OperationTimes.LOCK, (group, outcome) -> group.acquire(name, timeout, outcome))
        .map(token -> new HeldLock(name, token));
  }

  /**
   * Calls the group node. Whatever happens to this node, the future is completed. Once this node
   * leaves, the future fails at once and belongs to no context, since the loops of the user's
   * contexts may have ended.
   */
  private <T> Future<T> call(String kind, BiConsumer<GroupNode, Completable<T>> task) {
    if (closed) {
      return Future.failedFuture(gone());
    }
    Promise<T> promise = user.getOrCreateContext().promise();
    long begin = times.begin();
    Completable<T> outcome = (result, failure) -> {
      times.end(kind, begin, failure != null);
      complete(promise, result, failure);
    };
    Call call = new Call(
        group -> {
          try {
            task.accept(group, outcome);
          } catch (RuntimeException e) {
            outcome.fail(e);
          }
        },
        () -> outcome.fail(gone()));
    if (enqueue(call)) {
      return promise.future();
    }
    times.end(kind, begin, true);
    return Future.failedFuture(gone());
  }

  /**
   * Completes a promise for the group node, which must not fail because of the state of a user's
   * loop.
   */
  private static <T> void complete(Promise<T> promise, T result, @Nullable Throwable failure) {
    try {
      if (failure == null) {
        promise.tryComplete(result);
      } else {
        promise.tryFail(failure);
      }
    } catch (RejectedExecutionException loopHasEnded) {
      LOGGER.debug("Dropped an outcome: its context's event loop has ended", loopHasEnded);
    }
  }

  private static SharedDataException gone() {
    return new SharedDataException("This node has left the cluster or has not joined it", false);
  }

  /**
   * Enqueues a call. Calls of one thread reach the group node in their order: until that runs and
   * has the earlier calls, further ones wait behind them.
   *
   * @return false if this node has no shared data any more, or not yet; then neither part of the
   *     call runs
   */
  private boolean enqueue(Call call) {
    Running present = running;
    return present == null ? enqueueEarly(call) : present.tryExecute(call);
  }

  private boolean enqueueEarly(Call call) {
    ControlPlane starter;
    synchronized (lock) {
      Running present = running;
      if (present != null) {
        return present.tryExecute(call);
      }
      starter = plane;
      if (closed || starter == null) {
        return false;
      }
      early.add(call);
    }
    starter.inOrder(this::run);
    return true;
  }

  /**
   * Leaves gracefully, and ends. Requests from now on fail at once; earlier ones have an outcome
   * once the future has.
   *
   * @param handOverMillis how long the transfer of the data to remaining nodes may take, as long as
   *     there is progress
   */
  Future<Void> leave(long handOverMillis) {
    Promise<Void> left = Promise.promise();
    Running present;
    List<Call> givenUp;
    synchronized (lock) {
      closed = true;
      present = running;
      givenUp = early;
      early = new ArrayList<>();
    }
    givenUp.forEach(call -> call.otherwise.run());
    if (present == null || !present.leave(handOverMillis, left)) {
      left.tryComplete();
    }
    return left.future();
  }

  private final class HeldLock implements FencedLock {

    private final String name;
    private final long token;
    private final AtomicBoolean released = new AtomicBoolean();

    HeldLock(String name, long token) {
      this.name = name;
      this.token = token;
    }

    @Override
    public long token() {
      return token;
    }

    @Override
    public void release() {
      if (released.compareAndSet(false, true)) {
        tell(group -> group.release(name, token));
      }
    }
  }

  // The running group node

  /** Starts, unless this node leaves. On the control plane's context. */
  private void run() {
    if (running != null) {
      return;
    }
    List<Call> rejected = new ArrayList<>();
    synchronized (lock) {
      if (closed || plane == null || self == null) {
        return;
      }
      Running fresh = new Running(plane, self);
      int version = clusterVersion;
      fresh.tryExecute(group -> group.versionChanged(version));
      for (Peer member : members.values()) {
        fresh.tryExecute(group -> group.memberUp(member));
      }
      placements.forEach(
          (node, placement) -> fresh.tryExecute(group -> group.memberPlaced(node, placement)));
      groups.forEach((key, bytes) -> fresh.tryExecute(group -> entryChanged(group, key, bytes)));
      early.stream().filter(call -> !fresh.tryExecute(call)).forEach(rejected::add);
      early = new ArrayList<>();
      running = fresh;
    }
    rejected.forEach(call -> call.otherwise.run());
  }

  /** The group node with its thread, and its access to the control plane. */
  private final class Running implements GroupPort, Scheduler {

    private record Outgoing(Peer to, Buffer frame) {}

    private final ControlPlane through;
    private final EventExecutor thread;
    private final GroupNode group;
    private final ConcurrentLinkedQueue<Outgoing> outgoing = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile boolean ended;

    Running(ControlPlane through, Peer self) {
      this.through = through;
      String name = "hyparview-data-" + self.id().toString().substring(0, 8);
      thread = ownThread
          ? new DefaultEventExecutor(new DefaultThreadFactory(name, true))
          : ((ContextInternal) through.context()).nettyEventLoop();
      SplittableRandom random = new SplittableRandom(UUID.randomUUID().getMostSignificantBits());
      group = new GroupNode(self, config, this, this, random);
    }

    /**
     * Runs a task, or returns false if the thread has ended: then no node is left to be notified.
     */
    boolean tryExecute(Consumer<GroupNode> task) {
      return tryExecute(new Call(task, () -> {}));
    }

    /**
     * Runs a call, or returns false if the thread has ended: then neither part of the call runs.
     */
    boolean tryExecute(Call call) {
      if (ended) {
        return false;
      }
      try {
        thread.execute(() -> {
          if (ended) {
            call.otherwise.run();
          } else {
            call.task.accept(group);
          }
        });
        return true;
      } catch (RejectedExecutionException threadHasEnded) {
        return false;
      }
    }

    /** Leaves, or returns false if the thread has ended already. */
    boolean leave(long handOverMillis, Promise<Void> left) {
      return tryExecute(new Call(
          node -> node.leave(handOverMillis, () -> {
            stop();
            left.tryComplete();
          }),
          left::tryComplete));
    }

    /**
     * Stops the thread in the same turn in which the group node stops: nothing reaches it any more.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // no code waits for a daemon thread to end
    private void stop() {
      ended = true;
      if (ownThread) {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      }
    }

    @Override
    public void execute(Runnable task) {
      thread.execute(task);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the thread logs failures itself
    public void schedule(Runnable task, long millis) {
      thread.schedule(task, Math.min(millis, MAX_DELAY_MILLIS), TimeUnit.MILLISECONDS);
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public long wallClock() {
      return System.currentTimeMillis();
    }

    @Override
    public void send(Peer to, Buffer frame) {
      if (ended) {
        return;
      }
      outgoing.add(new Outgoing(to, frame));
      if (sending.compareAndSet(false, true)) {
        through.context().runOnContext(go -> sendAll());
      }
    }

    private void sendAll() {
      sending.set(false);
      for (Outgoing next = outgoing.poll(); next != null; next = outgoing.poll()) {
        through.sendSharedData(next.to, next.frame);
      }
    }

    @Override
    public void announce(GroupDescriptor descriptor) {
      Bytes key = key(descriptor.id());
      Bytes bytes = codec.encode(descriptor);
      through
          .change((machine, now) -> machine.putEntry(GROUPS, key, bytes, now))
          .onFailure(why ->
              LOGGER.warn("Could not announce the replica group of the shared data to the cluster: "
                  + why.getMessage()));
    }

    @Override
    public boolean isSearching() {
      return searching.getAsBoolean();
    }

    @Override
    public boolean mayHaveUnmet() {
      return unmet.getAsBoolean();
    }

    @Override
    public void withdraw(String id) {
      through
          .change((machine, now) -> machine.removeEntry(GROUPS, key(id), now))
          .onFailure(
              why -> LOGGER.warn("Could not withdraw a replaced replica group of the shared data: "
                  + why.getMessage()));
    }

    private Bytes key(String id) {
      return Bytes.of(id.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void groupReplaced(GroupDescriptor before, GroupDescriptor now) {
      publish(new JsonObject()
          .put("type", "data-lost")
          .put("lostGroup", before.id())
          .put("group", now.id()));
    }

    @Override
    public void locksLost(List<String> locks) {
      publish(new JsonObject().put("type", "locks-lost").put("locks", new JsonArray(locks)));
    }

    private void publish(JsonObject event) {
      try {
        user.eventBus().publish(eventAddress, event, LOCAL);
      } catch (IllegalStateException | RejectedExecutionException userIsClosing) {
        LOGGER.debug(
            "Dropped an event, since the event bus has closed: " + event.encode(), userIsClosing);
      }
    }

    @Override
    public void prove(Peer node, Consumer<Boolean> proof) {
      through
          .context()
          .runOnContext(go -> through
              .proveGone(node)
              .onComplete(isGone ->
                  tryExecute(group -> proof.accept(isGone.succeeded() && isGone.result()))));
    }
  }
}
