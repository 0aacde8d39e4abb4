package org.hyparview.cluster.group;

import io.vertx.core.Completable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupDescriptor.Origin;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.Found;
import org.hyparview.cluster.group.GroupMessage.Granted;
import org.hyparview.cluster.group.GroupMessage.Inquiry;
import org.hyparview.cluster.group.GroupMessage.LearnerStarted;
import org.hyparview.cluster.group.GroupMessage.Leave;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.hyparview.cluster.group.GroupMessage.Missing;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Raft;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.group.GroupMessage.Stop;
import org.hyparview.cluster.group.GroupMessage.Superseded;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.RaftReplica;
import org.hyparview.cluster.raft.Scheduler;
import org.hyparview.node.RefusedClaims;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * One node's access to the shared data of its cluster: it sends requests, and may host a replica.
 * All calls come from the thread of its scheduler, and outcomes are delivered on it.
 *
 * <p>Shared data is linearizable: each operation takes effect at one moment between its call and
 * its outcome, in the same order for all nodes.
 */
public final class GroupNode {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);
  private static final int TICK_MILLIS = 50;
  private static final int ASK_MILLIS = 250;

  /**
   * The range of session numbers to skip. A lost group may have assigned numbers to sessions that
   * their nodes still use. Those must never be assigned to others, nor those of another group that
   * has the same state.
   */
  private static final long MIN_SESSIONS_SKIPPED = 1L << 24;

  private static final long MAX_SESSIONS_SKIPPED = 1L << 44;

  /** The reason why operations fail on a node that has left the cluster. */
  static final String HAS_LEFT = "This node has left the cluster";

  private final GroupContext context;
  private final Directory directory;
  private final GroupCodec codec = new GroupCodec();
  private final GroupBootstrap bootstrap;
  private final Outage outage;
  private final ClientSession clientSession;
  private final Queries queries;
  private final Locks locks;
  private @Nullable GroupReplica server;
  private @Nullable GroupDescriptor known;
  private @Nullable GracefulLeave gracefulLeave;
  private final RefusedClaims refusals = new RefusedClaims(LOGGER::warn);
  private final Set<String> hosted = new HashSet<>();
  private long replicas;
  private long refused;
  private boolean ticking;
  private boolean asking;
  private boolean stopped;

  /**
   * Creates a node that knows no other node.
   *
   * @param random also generates the ids of groups
   */
  public GroupNode(
      Peer self, GroupConfig config, Scheduler scheduler, GroupPort port, RandomGenerator random) {
    directory = new Directory(self, this::isLeader);
    directory.place(directory.self(), new Placement(config.dataMember(), Optional.empty()));
    context = new GroupContext(
        directory,
        this::send,
        port,
        config,
        scheduler,
        random,
        new VersionGate(),
        new OutdatedReplicas());
    bootstrap = new GroupBootstrap(context, this::found, this::isVoterHere);
    LeaderFinder finder = new LeaderFinder(directory);
    CallIds callIds = new CallIds();
    outage = new Outage(context, finder, bootstrap::isNew, TICK_MILLIS);
    clientSession = new ClientSession(context, finder, bootstrap, outage, callIds);
    queries = new Queries(context, finder, bootstrap, outage, clientSession, callIds);
    locks = new Locks(context, clientSession, queries);
  }

  // Requests of this node's users

  /** Submits a change. It fails with a {@link SharedDataException} after the timeout. */
  public void submit(StoreOp op, long timeoutMillis, Completable<StoreResult> outcome) {
    if (stopped) {
      outcome.fail(hasLeft());
    } else {
      clientSession.submit(op, timeoutMillis, outcome, late -> {});
      tickSoon();
    }
  }

  /** Submits a query. It fails with a {@link SharedDataException} after the timeout. */
  public void query(StoreQuery query, long timeoutMillis, Completable<StoreResult> outcome) {
    if (stopped) {
      outcome.fail(hasLeft());
    } else {
      queries.submit(query, timeoutMillis, outcome);
      tickSoon();
    }
  }

  /**
   * Acquires a lock.
   *
   * @param outcome receives its fencing token, which is greater than all before
   */
  public void acquire(String lock, long timeoutMillis, Completable<Long> outcome) {
    if (stopped) {
      outcome.fail(hasLeft());
    } else {
      locks.acquire(lock, timeoutMillis, outcome);
      tickSoon();
    }
  }

  private static SharedDataException hasLeft() {
    return new SharedDataException(HAS_LEFT, false);
  }

  /** Releases a lock. */
  public void release(String lock, long token) {
    if (!stopped) {
      locks.release(lock, token);
      tickSoon();
    }
  }

  private void tickSoon() {
    if (!ticking && !stopped) {
      ticking = true;
      context.scheduler().schedule(this::tick, TICK_MILLIS);
    }
  }

  private void tick() {
    ticking = false;
    if (stopped) {
      return;
    }
    outage.check();
    if (outage.reason() != null) {
      bootstrap.want();
    }
    clientSession.tick();
    queries.tick();
    locks.tick();
    if (!clientSession.isIdle()
        || !queries.isIdle()
        || !locks.isIdle()
        || outage.reason() != null) {
      tickSoon();
    }
  }

  /** Returns whether this node's replica leads, as far as it knows. */
  public boolean isLeader() {
    return server != null && server.isLeading();
  }

  /** Returns the nodes that have the replicas, sorted, as far as this node knows. */
  public List<String> voters() {
    GroupDescriptor group = server != null ? server.descriptor() : directory.current();
    return group == null
        ? List.of()
        : group.voters().stream().map(Endpoint::node).sorted().toList();
  }

  /**
   * Returns whether this node's replica leads, the group has its target number of replicas, and
   * each has all that is committed.
   */
  public boolean isSettled() {
    return server != null && server.voters().isSettled();
  }

  /** Returns how many messages and claims of other nodes were refused. */
  public long refused() {
    return refused;
  }

  /** Returns the figures of this node's part in the group. */
  public GroupCounters counters() {
    GroupReplica own = server;
    return own == null || stopped
        ? GroupCounters.none(
            locks.held(), refused, context.gate().refused(), context.outdated().count())
        : own.counters(locks.held(), refused);
  }

  /** Returns this node's replica, or null if it has none. */
  @Nullable
  GroupReplica server() {
    return server;
  }

  /**
   * Returns the group that has the shared data, as far as this node knows; null if it knows none.
   */
  @Nullable
  GroupDescriptor current() {
    return directory.current();
  }

  /** Returns the Raft replica of this node, for inspection. */
  RaftReplica replica() {
    return Objects.requireNonNull(server, "There is no replica here").replica();
  }

  // Cluster events

  /** Notes that a node has joined the cluster. */
  public void memberUp(Peer peer) {
    if (stopped) {
      return;
    }
    directory.up(peer);
    bootstrap.met(Directory.nodeOf(peer));
    membersChanged();
    askLeaders();
    if (server != null) {
      server.changed();
    }
  }

  /** Notes what a member announces, this node included; ignored unless it is a member. */
  public void memberPlaced(String node, Placement placement) {
    if (stopped) {
      return;
    }
    boolean isOwn = node.equals(directory.self());
    boolean dataMember = isOwn ? context.config().dataMember() : placement.dataMember();
    directory.place(node, new Placement(dataMember, placement.domain()));
    if (server != null) {
      server.changed();
    }
  }

  /** Notes that a node has left or was declared dead. */
  public void memberDown(String node) {
    if (stopped) {
      return;
    }
    directory.down(node);
    bootstrap.gone(node);
    if (server != null) {
      server.memberDown(node);
    }
    membersChanged();
    GroupDescriptor group = directory.current();
    if (group != null && group.leader() != null && group.leader().node().equals(node)) {
      leaderChanged();
    }
  }

  /**
   * Notes the version of the cluster, {@code FIRST} before the first call. After a fall, a snapshot
   * here replaces what earlier versions don't know in the log, for new replicas of theirs.
   */
  public void versionChanged(int version) {
    if (context.gate().setVersion(version) && !stopped) {
      clientSession.versionFell();
      if (server != null) {
        server.replica().snapshot();
      }
    }
  }

  /** Notes that a node has announced a group. */
  public void announced(GroupDescriptor group) {
    if (stopped) {
      return;
    }
    directory.groups().published(group);
    hearsay(directory.self(), group);
  }

  /** Takes what a node says of a group that it may not lead. */
  private void hearsay(String from, GroupDescriptor group) {
    GroupReplica own = serverOf(group.id());
    if (!group.isPlausible()) {
      distrust(from, "generation " + group.generation() + " of group " + group.id());
    } else if (own != null && own.isLeading()) {
      confirmed(own.descriptor());
    } else if (group.names(directory.self()) && !hosted.contains(group.id())) {
      distrust(from, "group " + group.id() + ", which names this node as a holder of its data");
      context.port().withdraw(group.id());
    } else {
      groupNews(group, directory.groups().heard(from, group));
      askLeaders();
    }
  }

  /** Takes what the leader of a group says of it. */
  private void confirmed(GroupDescriptor group) {
    groupNews(group, directory.groups().confirmed(group));
  }

  private void groupNews(GroupDescriptor group, boolean other) {
    outage.changed();
    groupChanged();
    GroupDescriptor current = directory.current();
    if (other || (current != null && current.id().equals(group.id()))) {
      leaderChanged();
    }
  }

  /** Asks the leaders of groups that were announced whether they lead. */
  private void askLeaders() {
    for (GroupDescriptor group : directory.groups().toAsk(context.millis())) {
      if (group.leader() != null) {
        context.send(group.leader().node(), new Inquiry(group.id()));
      }
    }
    if (!asking && directory.groups().hasQuestions()) {
      asking = true;
      context.scheduler().schedule(this::askAgain, ASK_MILLIS);
    }
  }

  private void askAgain() {
    asking = false;
    if (!stopped) {
      askLeaders();
    }
  }

  private void distrust(String from, String what) {
    refused++;
    refusals.refused("node " + from, what, context.millis());
  }

  /** Notes that a group was withdrawn. */
  public void withdrawn(String group) {
    if (stopped) {
      return;
    }
    changed(directory.groups().withdrawn(group));
  }

  private void membersChanged() {
    changed(directory.groups().membersChanged());
  }

  private void changed(boolean other) {
    outage.changed();
    if (other) {
      groupChanged();
      leaderChanged();
    }
  }

  private void leaderChanged() {
    clientSession.leaderChanged();
    queries.leaderChanged();
  }

  private void groupChanged() {
    GroupDescriptor before = known;
    GroupDescriptor now = directory.current();
    if (now == null) {
      return;
    }
    if (!directory.groups().isConfirmed()) {
      known = before == null && directory.met(now.voters()) ? now : before;
      return;
    }
    known = now;
    GroupReplica own = server;
    boolean ownHadMore = false;
    if (own != null && !own.founding().id().equals(now.id()) && now.wins(own.founding())) {
      LOGGER.warn("Giving up the replica of group " + own.founding().id() + ": group " + now.id()
          + " now has the shared data of the cluster");
      ownHadMore = own.hasMoreThan(now);
      giveUpServer();
    }
    if (before != null && !before.id().equals(now.id())) {
      replaced(before, now, ownHadMore);
    }
  }

  private void replaced(GroupDescriptor before, GroupDescriptor now, boolean ownHadMore) {
    if (!before.lineage().equals(now.lineage())) {
      LOGGER.warn("Group " + now.id() + " has replaced group " + before.id()
          + " as the holder of the shared data: what the replaced group held is lost,"
          + " locks included");
      context.port().groupReplaced(before, now);
      clientSession.groupLost();
    } else if (ownHadMore || !now.isCompleteAfter(before)) {
      LOGGER.warn("Group " + now.id() + " continues from the remaining replicas of group "
          + before.id() + ": the latest acknowledged changes may be lost");
      context.port().groupReplaced(before, now);
    }
  }

  // Replicas

  private void found(@Nullable GroupDescriptor lost) {
    if (!outage.isBroken()) {
      String id = newGroup();
      long generation = lost == null ? 0 : lost.generation() + 1;
      known = known == null ? lost : known;
      Endpoint self = nextReplica();
      found(
          GroupDescriptor.founded(id, generation, context.port().wallClock(), self),
          self,
          new Store());
    }
  }

  private void succeed(Origin origin, Store store, List<Endpoint> lost) {
    GroupDescriptor before = directory.current();
    if (before == null) {
      return;
    }
    LOGGER.warn("The shared data has lost its quorum with the replicas " + lost
        + ". Node " + directory.self()
        + " continues from what it holds" + (origin.complete() ? "" : ", which may be incomplete"));
    store.skipNumbers(context.random().nextLong(MIN_SESSIONS_SKIPPED, MAX_SESSIONS_SKIPPED));
    Endpoint self = nextReplica();
    found(before.succeeded(newGroup(), context.port().wallClock(), self, origin), self, store);
  }

  private String newGroup() {
    return new UUID(context.random().nextLong(), context.random().nextLong()).toString();
  }

  private void found(GroupDescriptor group, Endpoint self, Store store) {
    if (start(group, self, store)) {
      LOGGER.info("Node " + directory.self() + " has bootstrapped group " + group.id()
          + " for shared data");
      confirmed(group);
    }
  }

  private Endpoint nextReplica() {
    return new Endpoint(directory.self(), ++replicas);
  }

  /** Returns whether the replica could be created: its classes may be missing on this node. */
  private boolean start(GroupDescriptor group, Endpoint self, Store store) {
    stopServer();
    hosted.add(group.id());
    try {
      GroupReplica fresh =
          new GroupReplica(context, group, self, store, this::succeed, this::broken);
      server = fresh;
      fresh.start();
      return true;
    } catch (LinkageError | RuntimeException e) {
      stopServer();
      outage.broke(e);
      return false;
    }
  }

  private void stopServer() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  /** Gives up this node's replica, which a leaving node may wait for. */
  private void giveUpServer() {
    stopServer();
    if (gracefulLeave != null) {
      gracefulLeave.step();
    }
  }

  /** Gives up a replica that must not go on. */
  private void broken(GroupReplica own) {
    if (own == server) {
      giveUpServer();
    }
  }

  /** Returns this node's replica of a group, or null if it has none. */
  private @Nullable GroupReplica serverOf(String group) {
    if (server != null && server.replica().isOver()) {
      giveUpServer();
    }
    return server != null && server.founding().id().equals(group) ? server : null;
  }

  // Messages

  private void send(String node, GroupMessage message) {
    if (node.equals(directory.self())) {
      context.scheduler().execute(() -> dispatch(node, message));
      return;
    }
    Peer peer = directory.peer(node);
    if (peer != null) {
      context.port().send(peer, codec.encode(message));
    }
  }

  /** Handles an incoming frame. */
  public void receive(Peer from, Buffer frame) {
    if (stopped) {
      return;
    }
    directory.met(from);
    try {
      dispatch(Directory.nodeOf(from), codec.decode(frame));
    } catch (DecodeException e) {
      distrust(Directory.nodeOf(from), "an unreadable message about shared data: " + e);
    }
  }

  private void dispatch(String from, GroupMessage message) {
    if (!stopped) {
      message.dispatch(new Incoming(from));
    }
  }

  private boolean isVoterHere(GroupDescriptor group) {
    GroupReplica own = serverOf(group.id());
    return own != null && own.recovery().standing().voter();
  }

  // Stopping

  /**
   * Leaves gracefully: the other nodes have all that this node's replica has, and go on at once.
   *
   * @param timeoutMillis the most that this may take, as long as there is progress
   * @param done called once
   */
  public void leave(long timeoutMillis, Runnable done) {
    if (stopped || gracefulLeave != null) {
      done.run();
      return;
    }
    gracefulLeave = new GracefulLeave(context, () -> server, timeoutMillis, () -> {
      stop();
      done.run();
    });
    gracefulLeave.begin();
  }

  /** Stops at once and fails all pending operations. */
  public void stop() {
    if (!stopped) {
      stopped = true;
      stopServer();
      bootstrap.stop();
      locks.close();
      clientSession.close();
      queries.close();
    }
  }

  /** The receiver of messages from nodes, this one included. */
  private final class Incoming implements GroupMessage.Handler {

    private final String from;

    Incoming(String from) {
      this.from = from;
    }

    private void reply(GroupMessage message) {
      send(from, message);
    }

    /**
     * Refuses a call, since there is no such replica here. It names the leader if one is known,
     * unless that is this node.
     */
    private void refuse(long call) {
      GroupDescriptor group = directory.current();
      Endpoint leader = group == null ? null : group.leader();
      boolean here = leader != null && leader.node().equals(directory.self());
      reply(new Refusal(call, false, here ? null : leader));
    }

    /** Returns what this node holds, or the news that another group has replaced the group. */
    private GroupMessage whatIsHere(String group, GroupMessage inThatGroup) {
      GroupDescriptor current = directory.current();
      return current == null || current.id().equals(group) ? inThatGroup : new Superseded(current);
    }

    /** Tells of the group that has the shared data, which may be another or have other voters. */
    private void tellOfGroup(@Nullable GroupReplica own) {
      GroupDescriptor current =
          own != null && own.isLeading() ? own.descriptor() : directory.current();
      if (current != null) {
        reply(new Superseded(current));
      }
    }

    /** Returns whether a replica is on the node that the message came from. */
    private boolean isOwn(Endpoint replica) {
      boolean isOwn = replica.node().equals(from);
      if (!isOwn) {
        distrust(from, "to speak for replica " + replica);
      }
      return isOwn;
    }

    /** Returns what identifies this node where it has no replica. */
    private Endpoint noReplica() {
      return new Endpoint(directory.self(), 0);
    }

    @Override
    public void onAsk(Ask message) {
      GroupReplica own = serverOf(message.group());
      if (own == null) {
        refuse(message.call());
      } else {
        own.ask(from, message);
      }
    }

    @Override
    public void onQuery(Query message) {
      GroupReplica own = serverOf(message.group());
      if (own == null) {
        refuse(message.call());
      } else {
        own.query(from, message);
      }
    }

    @Override
    public void onAnswer(Answer message) {
      if (!clientSession.answered(message)) {
        queries.answered(message);
      }
    }

    @Override
    public void onRefusal(Refusal message) {
      if (!clientSession.refused(from, message)) {
        queries.refused(from, message);
      }
    }

    @Override
    public void onGranted(Granted message) {
      locks.granted(message);
    }

    @Override
    public void onFound(Found message) {
      bootstrap.want();
    }

    @Override
    public void onStartLearner(StartLearner message) {
      GroupDescriptor group = message.group();
      if (!group.isLedBy(from) || !directory.has(from) || !group.isPlausible()) {
        distrust(from, "to create a replica of group " + group.id());
        return;
      }
      if (gracefulLeave != null || outage.isBroken() || !context.config().dataMember()) {
        reply(new Leave(group.id(), noReplica()));
        return;
      }
      confirmed(group);
      if (context.outdated().declines(context.millis())) {
        return;
      }
      GroupDescriptor current = directory.current();
      GroupReplica own = serverOf(group.id());
      boolean isNeeded = own != null && !own.isSupersededBy(group);
      if (own != null && own.isMeantBy(group)) {
        reply(new LearnerStarted(group.id(), own.replica().self()));
      } else if (current != null && current.id().equals(group.id()) && !isNeeded) {
        Endpoint self = nextReplica();
        if (start(group, self, new Store())) {
          reply(new LearnerStarted(group.id(), self));
        }
      }
    }

    @Override
    public void onLearnerStarted(LearnerStarted message) {
      GroupReplica own = serverOf(message.group());
      if (own != null && isOwn(message.replica())) {
        own.voters().started(message.replica());
      }
    }

    @Override
    public void onLeave(Leave message) {
      GroupReplica own = serverOf(message.group());
      if (own != null && own.isLeading() && isOwn(message.replica())) {
        own.voters().leave(message.replica());
      }
    }

    @Override
    public void onStop(Stop message) {
      GroupReplica own = serverOf(message.group());
      if (own == null || !own.replica().self().equals(message.replica())) {
        return;
      }
      if (own.mayBeStoppedBy(from)) {
        stopServer();
      } else {
        distrust(from, "to stop replica " + message.replica());
      }
    }

    @Override
    public void onMissing(Missing message) {
      if (message.group().equals(GroupMessage.ANY_GROUP)) {
        bootstrap.told(from);
      }
      GroupReplica own = serverOf(message.group());
      if (own != null) {
        own.missing(from, message.replica());
      }
    }

    @Override
    public void onInquiry(Inquiry message) {
      GroupReplica own = serverOf(message.group());
      tellOfGroup(own);
      reply(own != null ? own.recovery().standing() : new Missing(message.group(), noReplica()));
    }

    @Override
    public void onStanding(LogPosition message) {
      if (!isOwn(message.replica())) {
        return;
      }
      GroupReplica own = serverOf(message.group());
      bootstrap.heard(message);
      if (own != null) {
        own.heard(from, message);
      }
    }

    @Override
    public void onSuperseded(Superseded message) {
      GroupDescriptor group = message.group();
      if (!directory.has(from)) {
        distrust(from, "news of group " + group.id());
      } else if (group.isLedBy(from) && group.isPlausible()) {
        confirmed(group);
      } else {
        hearsay(from, group);
      }
    }

    @Override
    public void onRaft(Raft message) {
      GroupReplica own = serverOf(message.group());
      if (own == null || !own.replica().self().equals(message.to())) {
        reply(whatIsHere(message.group(), new Missing(message.group(), message.to())));
        return;
      }
      try {
        if (!own.receive(from, message)) {
          distrust(from, "a message that no replica of the group would send");
        }
      } catch (DecodeException e) {
        distrust(from, "an unreadable message of a replica: " + e);
      }
    }
  }
}
