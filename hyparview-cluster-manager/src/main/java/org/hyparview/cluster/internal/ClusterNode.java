package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.hyparview.Answers;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.Question;
import org.hyparview.ViewPublisher;
import org.hyparview.cluster.ClusterBroadcast;
import org.hyparview.cluster.ClusterHealth;
import org.hyparview.cluster.ClusterMembers;
import org.hyparview.cluster.ContactSource;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.cluster.MembershipScope;
import org.hyparview.cluster.ReplicatedMap;
import org.hyparview.cluster.SharedDataOptions;
import org.hyparview.cluster.discovery.DatagramSeal;
import org.hyparview.cluster.discovery.Dial;
import org.hyparview.cluster.discovery.Discovery;
import org.hyparview.cluster.discovery.Membership;
import org.hyparview.cluster.group.GroupDescriptor;
import org.hyparview.cluster.node.ControlPlane;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.data.ProtocolVersion;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.shareddata.DataCodec;
import org.hyparview.cluster.shareddata.ReplicatedMaps;
import org.hyparview.cluster.shareddata.ReplicatedView;
import org.hyparview.cluster.shareddata.SyncMaps;
import org.hyparview.cluster.wire.TagsCodec;
import org.hyparview.node.LinkHost;
import org.hyparview.node.LoopbackCheck;
import org.hyparview.node.Views;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.tcp.TcpTransport;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of this node in the cluster, from join to leave: its control plane on a Vert.x of
 * its own with a single event loop, and what it knows of the cluster.
 *
 * <p>The user's Vert.x closes all its sockets before it leaves the cluster, and users may block its
 * event loops; this one has neither problem. Safe for use by any thread.
 */
public final class ClusterNode {

  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterNode.class);

  /** How much longer than the plane's own timeouts a blocking caller waits. */
  private static final long MARGIN_MILLIS = 5_000;

  private final HyParViewClusterOptions options;
  private final ClusterSettings settings;
  private final List<ContactSource> otherSources;
  private final VertxInternal user;
  private final String id;
  private final VertxInternal vertx;
  private final ContextInternal context;
  private final Nodes nodes;
  private final MemberFeed members = new MemberFeed(this::inOrder);
  private final NodeInfos infos;
  private final Registrations registrations = new Registrations();
  private final OwnHandlers handlers;
  private final SyncMaps maps = new SyncMaps(this::writeEntry);
  private final ReplicatedMaps replicated;
  private final SharedData sharedData;
  private final VersionWatch version;
  private final TcpTransport transport;
  private final ControlPlane plane;
  private final ClusterCounters counters;
  private final Broadcasts broadcasts;
  private final LocalBus bus;
  private final ViewEvents viewEvents;
  private final ClusterQuestions questions;
  private final AtomicBoolean late = new AtomicBoolean();
  private final Promise<Void> joined = Promise.promise();
  private final Promise<Void> left = Promise.promise();
  private volatile @Nullable Discovery discovery;
  private volatile @Nullable Peer self;
  private volatile Map<String, String> tags = Map.of();
  private @Nullable Future<Void> leaving;

  /**
   * Creates a node that has not joined.
   *
   * @param settings the settings of its parts, derived from the options
   * @param daemon whether the threads of the user's Vert.x let the JVM end, as those of the node
   *     then do
   */
  public ClusterNode(
      HyParViewClusterOptions options,
      ClusterSettings settings,
      List<ContactSource> otherSources,
      Vertx user,
      boolean daemon) {
    this.options = options;
    this.settings = settings;
    this.otherSources = otherSources;
    this.user = (VertxInternal) user;
    id = settings.newNodeId();
    nodes = new Nodes("hyparview-node-events-" + id.substring(0, 8));
    replicated = new ReplicatedMaps(id, new MapHost());
    vertx = PrivateVertx.create(this.user, daemon);
    context = vertx.createEventLoopContext();
    infos = new NodeInfos(vertx, context);
    sharedData = sharedData(options, settings);
    version = new VersionWatch(ProtocolVersion.current(), sharedData::versionChanged);
    transport = new TcpTransport(vertx, options.getClusterName(), options.getLinks());
    Scope scope = scope();
    handlers = new OwnHandlers(id, scope, registrations);
    broadcasts = new Broadcasts(context, settings.maxBroadcastSize(), this::plane);
    bus = new LocalBus(id, user, options);
    ViewPublisher views = new ViewPublisher(user, options.getEventBusPrefix());
    viewEvents = new ViewEvents(
        id, bus, views, scope, context, this::views, registrations::tell, this::isolated);
    questions = questions(options, settings);
    plane = newPlane(newState(scope));
    counters = new ClusterCounters(
        id, context, plane, members, version, replicated, sharedData, () -> discovery);
    addToBus();
    plane.onBroadcast(broadcasts);
    plane.countUndeliverableBy(broadcasts::undeliverable);
    plane.onQuestions(questions);
    nodes.addSelf(id);
  }

  private ClusterState newState(Scope scope) {
    return new ClusterState(
        scope,
        handlers,
        members,
        version,
        infos,
        registrations,
        maps,
        replicated,
        sharedData,
        this::hasJoined,
        viewEvents::returned,
        left::tryComplete);
  }

  private ControlPlane newPlane(ClusterState state) {
    return new ControlPlane(
        vertx,
        context,
        transport,
        settings.plane(),
        new SplittableRandom(UUID.randomUUID().getMostSignificantBits()),
        state);
  }

  private ClusterQuestions questions(HyParViewClusterOptions options, ClusterSettings settings) {
    String prefix = options.getEventBusPrefix();
    boolean atPrefix = options.get(HyParViewClusterOptions.QUESTION_ADDRESSES) && bus.isClaimed();
    return new ClusterQuestions(
        user,
        context,
        atPrefix ? prefix : prefix + "." + id,
        settings.plane().broadcast(),
        () -> tags,
        this::plane);
  }

  private Scope scope() {
    return options.get(HyParViewClusterOptions.MEMBERSHIP_SCOPE) == MembershipScope.CLUSTER
        ? new ClusterScope(nodes, registrations)
        : new ActiveViewScope(id, nodes, registrations);
  }

  private void addToBus() {
    if (options.get(HyParViewClusterOptions.VIEW_EVENTS)) {
      bus.add(viewEvents);
    }
    if (options.get(HyParViewClusterOptions.QUESTION_ADDRESSES)) {
      bus.add(questions);
    }
    if (options.get(HyParViewClusterOptions.MEMBER_EVENTS)) {
      bus.add(new MemberPublisher(user, options.getEventBusPrefix(), members));
    }
    if (options.get(HyParViewClusterOptions.BROADCAST_EVENTS)) {
      bus.add(new BroadcastPublisher(user, options.getEventBusPrefix(), broadcasts));
    }
    bus.add(new CountersPart(user, options.getEventBusPrefix(), counters));
  }

  private ControlPlane plane() {
    return plane;
  }

  private Views views() {
    return plane.views();
  }

  private SharedData sharedData(HyParViewClusterOptions options, ClusterSettings settings) {
    return new SharedData(
        user,
        options.getEventBusPrefix() + ".shared-data",
        settings.group(),
        options.getSharedData().get(SharedDataOptions.OPERATION_TIMEOUT),
        options.getSharedData().get(SharedDataOptions.SHARED_DATA_THREAD),
        this::isSearching,
        this::mayHaveUnmet);
  }

  // Joining and leaving

  /**
   * Joins the cluster, or bootstraps it. Fails if no port is free to listen on, or if the node
   * leaves before it has joined.
   */
  public Future<Void> join() {
    ClusterInspection inspection =
        new ClusterInspection(id, context, plane, members, version, sharedData, questions::ask);
    inspection.open(transport, options);
    context.runOnContext(go -> plane
        .start(PeerId.of(id), System.currentTimeMillis(), inspection.reporting(viewEvents))
        .onSuccess(this::started)
        .onFailure(joined::tryFail));
    return joined.future();
  }

  private void started(Peer peer) {
    if (!isNowKnown(peer)) {
      return;
    }
    members.start(peer);
    Map<String, String> tags = options.get(HyParViewClusterOptions.TAGS);
    if (!tags.isEmpty()
        || ProtocolVersion.current() > ProtocolVersion.FIRST
        || !settings.group().dataMember()) {
      setTags(tags);
    }
    sharedData.start(plane, peer);
    LOGGER.info("Node " + peer + " of cluster " + options.getClusterName() + " has started");
    LoopbackCheck loopbackCheck = new LoopbackCheck(peer);
    Discovery search = new Discovery(
        vertx, settings.discovery(peer), Dial.over(transport), otherSources, new Met());
    discovery = search;
    search
        .start(contacts -> {
          loopbackCheck.examine(contacts);
          joinThrough(contacts);
        })
        .onSuccess(contacts -> {
          loopbackCheck.examine(contacts);
          plane.join(contacts);
        });
  }

  private void hasJoined() {
    int size = members.size();
    LOGGER.info("Node " + id + " has joined cluster " + options.getClusterName() + ", which has "
        + size + (size == 1 ? " node" : " nodes"));
    members.startLog(new MemberLog(LOGGER::info, task -> vertx.setTimer(1_000, go -> task.run())));
    joined.tryComplete();
    int drainTime = options.get(HyParViewClusterOptions.DRAIN_TIME);
    if (drainTime > 0) {
      int patience = Math.max(1, options.get(HyParViewClusterOptions.LEAVE_TIMEOUT));
      user.addCloseHook(new Drain(user, this::withdrawHandlers, patience, drainTime));
    }
  }

  private Future<Outcome> withdrawHandlers() {
    return nodes.ids().size() > 1
        ? plane.change(handlers::withdraw)
        : Future.failedFuture("No other node sends to them");
  }

  /** Sets how others dial this node, unless it is leaving already. */
  private synchronized boolean isNowKnown(Peer peer) {
    if (leaving != null) {
      return false;
    }
    self = peer;
    return true;
  }

  /** The nodes that this one has met. */
  private final class Met implements Membership {

    @Override
    public boolean knows(Peer node) {
      return left.future().isComplete() || plane.knows(node);
    }

    @Override
    public void meet(Peer node) {
      plane.meet(node);
    }
  }

  private boolean isSearching() {
    Discovery search = discovery;
    return search == null || search.isSearching();
  }

  private boolean mayHaveUnmet() {
    Discovery search = discovery;
    return search == null || search.mayHaveUnmet();
  }

  private void isolated() {
    Discovery search = discovery;
    if (search != null) {
      search.isolated();
    }
  }

  private void joinThrough(List<PeerAddress> contacts) {
    if (!contacts.isEmpty() && !left.future().isComplete()) {
      plane.join(contacts);
    }
  }

  /**
   * Leaves the cluster gracefully, and frees all resources. Does so once, however often it is
   * called.
   */
  public synchronized Future<Void> leave() {
    if (leaving == null) {
      viewEvents.leaving();
      joined.tryFail("The node has left before it had joined");
      leaving = self == null ? leaveUnjoined() : leaveInOrder();
    }
    return leaving;
  }

  /**
   * Leaves a cluster that was not joined: the node may be about to join, but shares nothing any
   * more.
   */
  private Future<Void> leaveUnjoined() {
    return sharedData.leave(0).eventually(this::close);
  }

  private Future<Void> leaveInOrder() {
    return sharedData
        .leave(options.getSharedData().get(SharedDataOptions.HAND_OVER_TIMEOUT))
        .compose(done -> {
          plane.leave();
          return left.future();
        })
        .eventually(this::close);
  }

  private Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(go -> stopDiscovery()
        .eventually(plane::stop)
        .eventually(() -> bus.close(context))
        .onComplete(stopped -> {
          members.close();
          broadcasts.close();
          nodes.close();
          infos.close();
          vertx.close().onComplete(closed);
        }));
    return closed.future();
  }

  private Future<Void> stopDiscovery() {
    Discovery search = discovery;
    return search == null ? Future.succeededFuture() : search.stop();
  }

  // This node

  public String id() {
    return id;
  }

  /** Returns the settings of its parts. */
  public ClusterSettings settings() {
    return settings;
  }

  /** Returns this node as others dial it, or null before it has started to listen. */
  @Nullable
  public Peer self() {
    return self;
  }

  public Nodes nodes() {
    return nodes;
  }

  private void inOrder(Runnable task) {
    plane.inOrder(task);
  }

  /** Returns the members of the cluster now. */
  public Future<ClusterMembers> members(ContextInternal caller) {
    return members.members(caller);
  }

  /** Registers a handler of changes of the members, which is called on a context. */
  public Subscription memberEvents(ContextInternal caller, Handler<MemberEvent> handler) {
    return members.subscribe(caller, handler);
  }

  /**
   * Asks all members a question.
   *
   * @throws IllegalArgumentException if a part of it is not allowed
   */
  public Future<Answers> ask(Question question) {
    return questions.ask(question);
  }

  /** Returns the client by which handlers of questions are registered. */
  public HyParViewClient questionHandlers() {
    return questions.handlers();
  }

  /** Broadcasts to all nodes; the future is completed on the caller's context. */
  public Future<Void> broadcast(ContextInternal caller, String topic, Object body) {
    return broadcasts.send(caller, topic, body);
  }

  /** Broadcasts to all nodes, and waits until those in reach have it. */
  public Future<Void> broadcastAcknowledged(
      ContextInternal caller, String topic, Object body, long timeout) {
    return broadcasts.sendAcknowledged(caller, topic, body, timeout);
  }

  /** Registers a handler of the broadcasts of a topic, which is called on a context. */
  public <T> Subscription onBroadcast(
      ContextInternal caller, String topic, Handler<ClusterBroadcast<T>> handler) {
    return broadcasts.listen(caller, topic, handler);
  }

  /** Reads keys and certificates of the links again; the future is completed on a context. */
  public Future<Void> reloadCertificates(ContextInternal caller) {
    return whileMember(caller, transport::reloadCertificates);
  }

  /** Returns the version of the protocol that all members speak. */
  public int version() {
    return version.version();
  }

  /** Replaces the secrets of links and datagrams; the future is completed on a context. */
  public Future<Void> updateSecrets(ContextInternal caller, List<String> secrets) {
    return whileMember(
        caller, () -> transport.updateSecrets(secrets).compose(updated -> updateSeal(secrets)));
  }

  private Future<Void> whileMember(ContextInternal caller, Supplier<Future<Void>> task) {
    return PrivateVertx.call(context, caller, done -> {
      if (left.future().isComplete()) {
        done.fail(PrivateVertx.absent());
      } else {
        Future.succeededFuture().compose(go -> task.get()).onComplete(done);
      }
    });
  }

  private Future<Void> updateSeal(List<String> secrets) {
    DatagramSeal seal = settings.seal();
    if (seal == null) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(() -> {
      seal.update(secrets);
      return null;
    });
  }

  /** Returns the counters of this node now, on a context. */
  public Future<JsonObject> counters(ContextInternal caller) {
    return counters.on(caller);
  }

  /** Returns the health of this node now. */
  public Future<ClusterHealth> health(boolean active) {
    Promise<ClusterHealth> answer = Promise.promise();
    plane.inOrder(() -> {
      try {
        answer.complete(healthNow(active));
      } catch (IllegalStateException | NullPointerException notRunning) {
        answer.fail(notRunning);
      }
    });
    return answer.future();
  }

  private int minMembers() {
    int wanted = options.get(HyParViewClusterOptions.MIN_MEMBERS);
    if (wanted > 0) {
      return wanted;
    }
    Discovery search = discovery;
    boolean knowsContact = search != null && search.known() > 0;
    return knowsContact && !nodes.hasMetOthers() ? 2 : 1;
  }

  private ClusterHealth healthNow(boolean active) {
    GroupDescriptor group = sharedData.group();
    return new ClusterHealth(
        options.getClusterName(),
        active,
        nodes.ids().size(),
        minMembers(),
        plane.views().active().size(),
        group == null
            ? List.of()
            : group.voters().stream().map(Endpoint::node).sorted().toList(),
        group == null || group.leader() == null ? null : group.leader().node(),
        sharedData.isSettled());
  }

  public NodeInfos infos() {
    return infos;
  }

  public Registrations registrations() {
    return registrations;
  }

  public SyncMaps maps() {
    return maps;
  }

  public SharedData sharedData() {
    return sharedData;
  }

  // Changes

  /**
   * Sets the node info. Vert.x calls this once its event bus listens, just before it considers it
   * started.
   */
  public Future<Void> setNodeInfo(NodeInfo info) {
    Bytes bytes = NodeInfos.toBytes(info);
    ContextInternal through = user.getOrCreateContext();
    return known(plane.change((machine, now) -> machine.setNodeInfo(bytes, now)))
        .onSuccess(set -> bus.open(through));
  }

  /**
   * Sets the tags of this node.
   *
   * @throws IllegalArgumentException if they are beyond their bounds
   */
  public Future<Void> setTags(Map<String, String> tags) {
    Bytes bytes =
        TagsCodec.encode(tags, ProtocolVersion.current(), settings.group().dataMember());
    this.tags = Map.copyOf(tags);
    return known(plane.change((machine, now) -> machine.setMetadata(bytes, now)));
  }

  public Future<Void> add(String address, RegistrationInfo registration) {
    if (registration.localOnly()) {
      return locally(() -> registrations.add(address, registration));
    }
    return known(
        plane.change((machine, now) -> handlers.add(machine, registration.seq(), address, now)));
  }

  public Future<Void> remove(String address, RegistrationInfo registration) {
    if (registration.localOnly()) {
      return locally(() -> registrations.remove(address, registration));
    }
    return known(
        plane.change((machine, now) -> handlers.remove(machine, registration.seq(), address, now)));
  }

  /**
   * Makes a local change in the order of the other changes, so the listener is notified of all
   * changes of an address in their order.
   */
  private Future<Void> locally(Runnable change) {
    Promise<Void> done = Promise.promise();
    plane.inOrder(() -> {
      change.run();
      registrations.tell();
      done.complete();
    });
    return done.future();
  }

  /**
   * Succeeds with a change. The log reports the first one that was not acknowledged in time, and
   * the next one after one that was.
   */
  private Future<Void> known(Future<Outcome> change) {
    return change.compose(outcome -> {
      boolean isLate = outcome == Outcome.TIMED_OUT;
      if (!late.getAndSet(isLate) && isLate) {
        LOGGER.warn("Node " + id + ": not all nodes acknowledged a change within "
            + settings.plane().registry().completionTimeout()
            + " ms; they receive it once they are reachable");
      }
      return Future.succeededFuture();
    });
  }

  /** Returns the replicated map with this name. */
  public <K, V> ReplicatedMap<K, V> replicatedMap(String name, DataCodec codec) {
    MapAccess access = new MapAccess(user, this::writeReplicated, this::inOrder);
    return new ReplicatedView<>(name, replicated, access, codec);
  }

  private Future<Void> writeReplicated(
      String map, Bytes key, @Nullable Bytes stored, Runnable accepted) {
    return known(plane.change((machine, now) -> {
      // First, since the registry reports the change in the same turn.
      long ticket = stored == null
          ? machine.removeEntry(map, key, now)
          : machine.putEntry(map, key, stored, now);
      accepted.run();
      return ticket;
    }));
  }

  /** The host of replicated maps, on the plane's context. */
  private final class MapHost implements ReplicatedMaps.Host {

    @Override
    public void putAgain(String map, Bytes key, Bytes stored) {
      plane
          .change((machine, now) -> {
            if (!isWanted(map, key, stored)) {
              throw new IllegalStateException("This node owns it no more");
            }
            return machine.putEntry(map, key, stored, now);
          })
          .onFailure(failure -> {
            if (isWanted(map, key, stored)) {
              log(failure);
            }
          });
    }

    private boolean isWanted(String map, Bytes key, Bytes stored) {
      return stored.equals(replicated.wanted(map, key));
    }

    @Override
    public void removeOrphan(String map, Bytes key) {
      writeReplicated(map, key, null, () -> {}).onFailure(this::log);
    }

    private void log(Throwable failure) {
      LOGGER.warn(
          "Node " + id + " can't write an entry of a replicated map: " + failure.getMessage());
    }

    @Override
    public void sweepLater(long millis) {
      vertx.setTimer(millis, go -> replicated.sweep(LinkHost.clock()));
    }
  }

  /** Blocks until all reachable nodes have the entry. */
  private void writeEntry(String map, Bytes key, Optional<Bytes> value) {
    if (context.inThread()) {
      throw new IllegalStateException("The control plane's own thread must not wait for itself");
    }
    Future<Void> written = known(plane.change((machine, now) -> value.isPresent()
        ? machine.putEntry(map, key, value.get(), now)
        : machine.removeEntry(map, key, now)));
    try {
      written
          .toCompletionStage()
          .toCompletableFuture()
          .get(
              settings.plane().registry().completionTimeout() + MARGIN_MILLIS,
              TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while map " + map + " was written", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Map " + map + " can't be written: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Map " + map + " was not written in time", e);
    }
  }
}
