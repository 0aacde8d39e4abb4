package org.hyparview.cluster.group;

import io.vertx.core.Completable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.Found;
import org.hyparview.cluster.group.GroupMessage.Granted;
import org.hyparview.cluster.group.GroupMessage.Inquiry;
import org.hyparview.cluster.group.GroupMessage.LearnerStarted;
import org.hyparview.cluster.group.GroupMessage.Leave;
import org.hyparview.cluster.group.GroupMessage.Missing;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Raft;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.group.GroupMessage.Standing;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.group.GroupMessage.Stop;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.Scheduler;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * The part that one node has in the shared data of its cluster: it asks for things, and it may have
 * a replica. All calls come from the thread of its scheduler, and outcomes are told there.
 *
 * <p>It is linearizable: each operation takes effect at one moment between its call and its
 * outcome, in the same order for all nodes.
 */
public final class GroupNode {

  private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);
  private static final int TICK_MILLIS = 50;
  private static final int LEAVE_MILLIS = 50;

  private final Site site;
  private final Directory directory;
  private final GroupCodec codec = new GroupCodec();
  private final Founder founder;
  private final Requests requests;
  private final Queries queries;
  private final Locks locks;
  private @Nullable Server server;
  private @Nullable GroupDescriptor known;
  private long replicas;
  private boolean ticking;
  private boolean leaving;
  private boolean stopped;

  /**
   * A node that knows itself alone.
   *
   * @param random also gives the ids of groups
   */
  public GroupNode(
      Peer self, GroupConfig config, Scheduler scheduler, GroupPort port, RandomGenerator random) {
    directory = new Directory(self);
    site = new Site(directory, this::send, port, config, scheduler, random);
    founder = new Founder(site, this::found);
    LeaderFinder finder = new LeaderFinder(directory);
    Calls calls = new Calls();
    requests = new Requests(site, finder, founder, calls);
    queries = new Queries(site, finder, founder, calls);
    locks = new Locks(site, requests, queries);
  }

  // What this node's users want

  /** Asks for a change. Fails with a {@link SharedDataException} after so many milliseconds. */
  public void submit(StoreOp op, long timeoutMillis, Completable<StoreResult> outcome) {
    requests.submit(op, timeoutMillis, outcome, late -> {});
    tickSoon();
  }

  /** Asks a question. Fails with a {@link SharedDataException} after so many milliseconds. */
  public void query(StoreQuery query, long timeoutMillis, Completable<StoreResult> outcome) {
    queries.submit(query, timeoutMillis, outcome);
    tickSoon();
  }

  /**
   * Takes a lock.
   *
   * @param outcome gets its fencing token, which is greater than all before
   */
  public void acquire(String lock, long timeoutMillis, Completable<Long> outcome) {
    locks.acquire(lock, timeoutMillis, outcome);
    tickSoon();
  }

  /** Gives a lock back. */
  public void release(String lock, long token) {
    locks.release(lock, token);
    tickSoon();
  }

  private void tickSoon() {
    if (!ticking && !stopped) {
      ticking = true;
      site.scheduler().schedule(this::tick, TICK_MILLIS);
    }
  }

  private void tick() {
    ticking = false;
    if (stopped) {
      return;
    }
    requests.tick();
    queries.tick();
    locks.tick();
    if (!requests.isIdle() || !queries.isIdle() || !locks.isIdle()) {
      tickSoon();
    }
  }

  /** Whether this node's replica leads, as far as it knows. */
  public boolean isLeader() {
    return server != null && server.isLeading();
  }

  /** The nodes that have the replicas, sorted, as far as this node knows. */
  public List<String> voters() {
    GroupDescriptor group = server != null ? server.descriptor() : directory.current();
    return group == null
        ? List.of()
        : group.voters().stream().map(Endpoint::node).sorted().toList();
  }

  /**
   * Whether this node's replica leads, there are as many replicas as there are to be, and each has
   * all that is agreed on.
   */
  public boolean isSettled() {
    return server != null && server.voters().isSettled();
  }

  // What the cluster says

  /** A node has joined the cluster. */
  public void memberUp(Peer peer) {
    directory.up(peer);
    if (server != null) {
      server.changed();
    }
  }

  /** A node has left, or is held dead. */
  public void memberDown(String node) {
    directory.down(node);
    if (server != null) {
      server.memberDown(node);
    }
    GroupDescriptor group = directory.current();
    if (group != null && group.leader() != null && group.leader().node().equals(node)) {
      leaderChanged();
    }
  }

  /** A group was announced by some node. */
  public void announced(GroupDescriptor group) {
    boolean other = directory.announced(group);
    if (other) {
      groupChanged();
    }
    GroupDescriptor current = directory.current();
    if (other || (current != null && current.id().equals(group.id()))) {
      leaderChanged();
    }
  }

  /** A group was withdrawn. */
  public void withdrawn(String group) {
    if (directory.withdrawn(group)) {
      groupChanged();
      leaderChanged();
    }
  }

  private void leaderChanged() {
    requests.leaderChanged();
    queries.leaderChanged();
  }

  private void groupChanged() {
    GroupDescriptor before = known;
    GroupDescriptor now = directory.current();
    known = now;
    Server own = server;
    if (now != null
        && own != null
        && !own.founding().id().equals(now.id())
        && now.wins(own.founding())) {
      LOGGER.warn("The replica of group " + own.founding().id() + " is given up, since group "
          + now.id() + " has the shared data of the cluster");
      stopServer();
    }
    if (before != null && now != null && !before.lineage().equals(now.lineage())) {
      LOGGER.warn("Group " + now.id() + " has the shared data of the cluster in place of group "
          + before.id() + ": what that one held is lost, locks too");
      site.port().groupReplaced(before, now);
      requests.groupLost();
    }
  }

  // Replicas

  private void found(@Nullable GroupDescriptor lost) {
    String id = newGroup();
    found(id, id, lost == null ? 0 : lost.generation() + 1, new Store());
  }

  private void succeed(GroupDescriptor before, Store store) {
    LOGGER.warn("So many replicas of the shared data are gone that the others can't agree. Node "
        + directory.self() + " goes on from what it holds");
    found(newGroup(), before.lineage(), before.generation() + 1, store);
  }

  private String newGroup() {
    return new UUID(site.random().nextLong(), site.random().nextLong()).toString();
  }

  private void found(String id, String lineage, long generation, Store store) {
    Endpoint self = nextReplica();
    GroupDescriptor group =
        GroupDescriptor.founded(id, lineage, generation, site.port().wallClock(), self);
    start(group, self, store);
    LOGGER.info("Node " + directory.self() + " has founded group " + id + " for shared data");
    announced(group);
  }

  private Endpoint nextReplica() {
    return new Endpoint(directory.self(), ++replicas);
  }

  private void start(GroupDescriptor group, Endpoint self, Store store) {
    stopServer();
    Server fresh = new Server(site, group, self, store);
    fresh.recovery().onSuccession(salvaged -> succeed(group, salvaged));
    server = fresh;
    fresh.start();
  }

  private void stopServer() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  /** The replica of a group here, or null if there is none. */
  private @Nullable Server serverOf(String group) {
    return server != null && server.founding().id().equals(group) ? server : null;
  }

  // Messages

  private void send(String node, GroupMessage message) {
    if (node.equals(directory.self())) {
      site.scheduler().execute(() -> dispatch(node, message));
      return;
    }
    Peer peer = directory.peer(node);
    if (peer != null) {
      site.port().send(peer, codec.encode(message));
    }
  }

  /** A frame came in. */
  public void receive(Peer from, Buffer frame) {
    if (stopped) {
      return;
    }
    directory.met(from);
    try {
      dispatch(Directory.nodeOf(from), codec.decode(frame));
    } catch (DecodeException e) {
      LOGGER.warn("A message about shared data from " + from + " can't be read", e);
    }
  }

  private void dispatch(String from, GroupMessage message) {
    if (stopped) {
      return;
    } else if (message instanceof Raft raft) {
      raft(from, raft);
    } else if (message instanceof Ask ask) {
      Server own = serverOf(ask.group());
      if (own == null) {
        refuse(from, ask.call());
      } else {
        own.ask(from, ask);
      }
    } else if (message instanceof Query query) {
      Server own = serverOf(query.group());
      if (own == null) {
        refuse(from, query.call());
      } else {
        own.query(from, query);
      }
    } else if (message instanceof Answer answer) {
      if (!requests.answered(answer)) {
        queries.answered(answer);
      }
    } else if (message instanceof Refusal refusal) {
      if (!requests.refused(refusal)) {
        queries.refused(refusal);
      }
    } else if (message instanceof Granted granted) {
      locks.granted(granted);
    } else if (message instanceof Found) {
      founder.want();
    } else {
      aboutReplicas(from, message);
    }
  }

  /** There is no such replica here. Who leads may be known, unless that were this node. */
  private void refuse(String to, long call) {
    GroupDescriptor group = directory.current();
    Endpoint leader = group == null ? null : group.leader();
    boolean here = leader != null && leader.node().equals(directory.self());
    send(to, new Refusal(call, false, here ? null : leader));
  }

  private void raft(String from, Raft raft) {
    Server own = serverOf(raft.group());
    if (own == null || !own.replica().self().equals(raft.to())) {
      send(from, new Missing(raft.group(), raft.to()));
      return;
    }
    try {
      own.receive(raft);
    } catch (DecodeException e) {
      LOGGER.warn("A message of a replica on " + from + " can't be read", e);
    }
  }

  private void aboutReplicas(String from, GroupMessage message) {
    if (message instanceof StartLearner start) {
      startLearner(from, start.group());
    } else if (message instanceof LearnerStarted started) {
      Server own = serverOf(started.group());
      if (own != null) {
        own.voters().started(started.replica());
      }
    } else if (message instanceof Leave leave) {
      Server own = serverOf(leave.group());
      if (own != null && own.isLeading()) {
        own.voters().leave(leave.replica());
      }
    } else if (message instanceof Missing missing) {
      Server own = serverOf(missing.group());
      if (own != null && own.isLeading()) {
        own.voters().missing(missing.replica());
      }
    } else if (message instanceof Stop stop) {
      Server own = serverOf(stop.group());
      if (own != null && own.replica().self().equals(stop.replica())) {
        stopServer();
      }
    } else if (message instanceof Inquiry inquiry) {
      Server own = serverOf(inquiry.group());
      if (own != null) {
        send(from, own.recovery().standing());
      }
    } else if (message instanceof Standing standing) {
      Server own = serverOf(standing.group());
      if (own != null) {
        own.heard(standing);
      }
    }
  }

  private void startLearner(String from, GroupDescriptor group) {
    if (leaving) {
      return;
    }
    announced(group);
    GroupDescriptor current = directory.current();
    if (current != null && current.id().equals(group.id())) {
      Endpoint self = nextReplica();
      start(group, self, new Store());
      send(from, new LearnerStarted(group.id(), self));
    }
  }

  // The end

  /**
   * Leaves in good order: the other replicas go on at once.
   *
   * @param timeoutMillis how long that may take
   * @param done called once
   */
  public void leave(long timeoutMillis, Runnable done) {
    leaving = true;
    leaveStep(site.millis() + timeoutMillis, done);
  }

  private void leaveStep(long deadline, Runnable done) {
    Server own = server;
    if (own == null || directory.size() == 1 || site.millis() >= deadline) {
      stop();
      done.run();
    } else {
      own.leave();
      site.scheduler().schedule(() -> leaveStep(deadline, done), LEAVE_MILLIS);
    }
  }

  /** Ends at once. What waits is failed. */
  public void stop() {
    stopped = true;
    stopServer();
    requests.close();
    queries.close();
  }
}
