package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hyparview.cluster.group.GroupCounters.Role;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.Granted;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Raft;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.data.ProtocolVersion;
import org.hyparview.cluster.protocol.store.Applied;
import org.hyparview.cluster.protocol.store.Grant;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreCommand.ExpireNode;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Reason;
import org.hyparview.cluster.protocol.store.StoreResult.Refused;
import org.hyparview.cluster.protocol.store.StoreSizes;
import org.hyparview.cluster.raft.Checkpoint;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.LaterEntryException;
import org.hyparview.cluster.raft.RaftCodec;
import org.hyparview.cluster.raft.RaftReplica;
import org.hyparview.cluster.raft.ReplicaMessage;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/** One replica of the group on this node: it serves all nodes while it leads. */
final class GroupReplica implements RaftReplica.Host, Proposals.Outcomes {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);

  private static final int FRAME_BYTES = 256 << 10;
  private static final int TICK_MILLIS = 200;
  private static final int REPORT_MILLIS = 100;
  private static final int MIN_EXPIRY_MILLIS = 5;
  private static final int MAX_EXPIRY_MILLIS = 3_600_000;

  /**
   * The most by which the term of a voter may be ahead: an old candidate takes one each second or
   * so.
   */
  private static final long MAX_TERM_STEP = 1 << 20;

  /** The same for a node of the cluster that is not known as a voter here. */
  private static final long MAX_STRANGERS_TERM_STEP = 1_000;

  /** How long the announcement of this group may differ from what its leader knows. */
  private static final int CORRECTION_MILLIS = 1_000;

  /** How long a node that has a session but was never known here has to become known. */
  private static final int UNKNOWN_NODE_MILLIS = 10_000;

  private final GroupContext context;
  private final GroupDescriptor founding;
  private final Endpoint self;
  private final RaftReplica replica;
  private final RaftCodec codec = new RaftCodec();
  private final LogicalClock clock;
  private final Proposals proposals;
  private final VoterManager voters;
  private final LeaderHandover handover;
  private final Recovery recovery;
  private final FastElection fastElection;
  private final QuorumContact contact = new QuorumContact();
  private final Divergence divergence;
  private final Consumer<GroupReplica> onBroken;
  private final TreeMap<String, Long> strangers = new TreeMap<>();
  private final Set<String> expiringNodes = new HashSet<>();
  private @Nullable GroupDescriptor announced;
  private long reportedAt;
  private long announcedAt;
  private long expiryArmed = Long.MAX_VALUE;
  private boolean expiring;
  private boolean voting;
  private boolean leading;
  private boolean reviewing;
  private boolean stopped;

  /**
   * Creates a replica that has not started.
   *
   * @param founding the group as its founder made it
   * @param store what the group begins with, if this replica founds it
   * @param successor founds the next generation if the quorum is lost
   * @param onBroken called to give this replica up, since its data may differ from the others'
   */
  GroupReplica(
      GroupContext context,
      GroupDescriptor founding,
      Endpoint self,
      Store store,
      Recovery.Successor successor,
      Consumer<GroupReplica> onBroken) {
    this.context = context;
    this.onBroken = onBroken;
    this.founding = founding;
    this.self = self;
    clock = new LogicalClock(store.time(), context.nanos());
    replica = new RaftReplica(
        founding.id(),
        self,
        founding.founder(),
        store,
        context.config().snapshotInterval(),
        context.scheduler(),
        this,
        context.random().nextLong());
    proposals = new Proposals(context, replica, this::now, this);
    voters = new VoterManager(
        context,
        replica,
        this::descriptor,
        () -> propose(List.of(), this::changed),
        this::isHeirAwaited);
    handover = new LeaderHandover(context, replica, voters);
    recovery = new Recovery(context, replica, founding, successor, contact);
    fastElection = new FastElection(context, replica, recovery);
    divergence = new Divergence(replica, this::isWrong);
  }

  void start() {
    replica.start();
    tick();
  }

  void stop() {
    stopped = true;
    leading = false;
    replica.stop();
  }

  /** Returns the figures of this replica, with two of its node. */
  GroupCounters counters(int locksHere, long refused) {
    RaftReplica.Progress progress = replica.progress();
    Set<Endpoint> present = replica.members().voters();
    long behind = present.stream()
        .filter(voter -> leading && !voter.equals(self))
        .mapToLong(voter -> progress.commitIndex() - progress.matchIndex(voter))
        .max()
        .orElse(0);
    Store store = replica.store();
    return new GroupCounters(
        leading ? Role.LEADER : present.contains(self) ? Role.FOLLOWER : Role.LEARNER,
        replica.term(),
        progress.commitIndex(),
        Math.max(0, progress.lastIndex() - progress.commitIndex()),
        Math.max(0, progress.commitIndex() - replica.lastApplied()),
        Math.max(0, behind),
        store.sessions(),
        store.heldLocks(),
        locksHere,
        store.entries(),
        refused,
        context.gate().refused(),
        context.outdated().count());
  }

  GroupDescriptor founding() {
    return founding;
  }

  RaftReplica replica() {
    return replica;
  }

  VoterManager voters() {
    return voters;
  }

  Recovery recovery() {
    return recovery;
  }

  /** Takes the log position of another replica. */
  void heard(String node, GroupMessage.LogPosition standing) {
    recovery.heard(node, standing);
    fastElection.heard(standing);
  }

  /** Notes that a node has no such replica; number 0: none at all. */
  void missing(String node, Endpoint absent) {
    if (absent.number() == 0) {
      recovery.heardNothing(node);
    } else if (node.equals(absent.node())) {
      voters.missing(absent);
      recovery.missing(absent);
      if (absent.equals(replica.leader())) {
        fastElection.memberDown(node);
      }
    }
  }

  /** Handles a replica that holds wrong data. */
  private void isWrong(Endpoint wrong) {
    if (wrong.equals(self) && replica.members().voters().size() > 2) {
      stopBroken();
    } else if (wrong.equals(self)) {
      // Without this replica the other one would have no majority; once that one leads, it replaces
      // this one.
      voters.leave(self);
      handover.step();
    } else {
      voters.missing(wrong);
    }
  }

  @Override
  public void failed(Throwable cause, boolean isStopped) {
    LOGGER.error(
        "Replica " + self + " of the shared data could not apply a committed batch. "
            + (isStopped
                ? "It has stopped and is being replaced by a new one with the data of the others"
                : "It goes on, and is replaced if its data now differs from the others'"),
        cause);
    if (isStopped) {
      context.scheduler().execute(this::stopBroken);
    }
  }

  /**
   * Stops, and tells the other voters, so that they elect another leader at once if this was it.
   */
  private void stopBroken() {
    if (!stopped) {
      Set<Endpoint> others = replica.members().voters();
      onBroken.accept(this);
      others.stream()
          .filter(voter -> !voter.equals(self))
          .forEach(
              voter -> context.send(voter.node(), new GroupMessage.Missing(founding.id(), self)));
    }
  }

  boolean isLeading() {
    return replica.isLeader();
  }

  /**
   * Returns whether something is committed here that another group of the same lineage did not take
   * over.
   */
  boolean hasMoreThan(GroupDescriptor other) {
    GroupDescriptor.Origin origin = other.origin();
    return origin != null
        && (!origin.group().equals(founding.id())
            || replica.progress().lastTerm() > origin.term()
            || replica.lastApplied() > origin.index());
  }

  /**
   * Returns whether a leader that asks for a replica means this one: nothing has arrived here yet,
   * and the members are those with which it was created. With others it may have been added and
   * removed in the meantime, without a message that came through; once it learned of that from the
   * log, it would stop, although it had become a voter again.
   */
  boolean isMeantBy(GroupDescriptor group) {
    return replica.progress().lastIndex() == 0 && group.membersIndex() == founding.membersIndex();
  }

  /**
   * Returns whether a leader that declares this replica no voter knows better: nothing later than
   * its declaration has arrived here, neither an entry of a later leader nor a list of voters.
   */
  boolean isSupersededBy(GroupDescriptor group) {
    return !group.voters().contains(self)
        && replica.progress().lastTerm() <= group.term()
        && replica.members().index() <= group.membersIndex();
  }

  private boolean isHeirAwaited() {
    return handover.isAwaited();
  }

  private long now() {
    return clock.now(context.nanos());
  }

  /** Returns the group as this replica sees it. */
  GroupDescriptor descriptor() {
    RaftReplica.Members members = replica.members();
    return founding.as(
        members.index(),
        List.copyOf(members.voters()),
        replica.term(),
        replica.leader(),
        context.directory().peers(members.voters()),
        voters.isComplete());
  }

  // Requests of nodes

  void ask(String from, Ask ask) {
    if (!replica.isLeader()) {
      refuse(from, ask.call(), false);
    } else if (handover.isUnderWay() || !areKnown(ask.commands())) {
      refuse(from, ask.call(), true);
    } else if (isAllowed(from, ask)) {
      proposals.ask(from, ask);
    } else {
      replica.read(ready -> askOnceUpToDate(from, ask, ready));
    }
  }

  /**
   * Returns whether all replicas know these commands. A node that was declared dead by mistake may
   * have one, and its version no longer counts.
   */
  private boolean areKnown(List<StoreCommand> commands) {
    int needed = VersionGate.neededBy(commands);
    return context.gate().admits(needed)
        && (needed == ProtocolVersion.FIRST
            || replica.latestMembers().all().stream()
                .allMatch(member -> context.directory().has(member.node())));
  }

  /** Decides on requests whose session was not known here as one of the node. */
  private void askOnceUpToDate(String from, Ask ask, boolean ready) {
    if (!ready) {
      refuse(from, ask.call(), false);
    } else if (isAllowed(from, ask)) {
      ask(from, ask);
    } else {
      answerUnknownSession(from, ask.call(), ask.commands().size());
    }
  }

  private boolean isAllowed(String from, Ask ask) {
    Store store = replica.store();
    return ask.commands().stream().allMatch(command -> command.isAllowedTo(from, store));
  }

  private void answerUnknownSession(String from, long call, int times) {
    StoreResult unknown = new Refused(Reason.UNKNOWN_SESSION);
    answer(from, call, Collections.nCopies(times, unknown));
  }

  void query(String from, Query query) {
    replica.read(ready -> {
      Store store = replica.store();
      if (!ready) {
        refuse(from, query.call(), false);
      } else if (query.session() != 0 && !from.equals(store.nodeOf(query.session()))) {
        answerUnknownSession(from, query.call(), query.queries().size());
      } else if (query.session() != 0 && store.lastRequest(query.session()) < query.after()) {
        refuse(from, query.call(), true);
      } else {
        answer(from, query.call(), query.queries().stream().map(store::answer).toList());
      }
    });
  }

  @Override
  public void answer(String to, long call, List<StoreResult> results) {
    int from = 0;
    List<StoreResult> part = new ArrayList<>();
    int bytes = 0;
    for (StoreResult result : results) {
      int size = StoreSizes.of(result);
      if (!part.isEmpty() && bytes + size > FRAME_BYTES) {
        context.send(to, new Answer(call, from, part));
        from += part.size();
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(result);
      bytes += size;
    }
    context.send(to, new Answer(call, from, part));
  }

  @Override
  public void refuse(String to, long call, boolean busy) {
    context.send(
        to, new Refusal(call, busy, replica.isLeader() && !busy ? null : replica.leader()));
  }

  /** Proposes commands that no node asked for, again if they fail. */
  private void propose(List<StoreCommand> commands, Runnable done) {
    if (handover.isUnderWay()) {
      context.scheduler().execute(done);
    } else {
      proposals.propose(commands, done);
    }
  }

  // Messages of replicas

  /**
   * Takes a message, if it is of a replica of this group: it comes from the node of that replica,
   * which is one by a list of voters that this node knows. A replica that was removed is told so.
   *
   * @return whether the message is one that an honest node may have sent
   */
  boolean receive(String from, Raft raft) throws DecodeException {
    try {
      return receive(from, raft, codec.decode(founding.id(), raft.message().toArray()));
    } catch (LaterEntryException e) {
      if (!isOfLeader(from)) {
        throw e;
      }
      context.outdated().gaveUp(self, e, context.millis());
      stopBroken();
      return true;
    }
  }

  /** Returns whether a node has the leader of this replica, or the one that has created it. */
  private boolean isOfLeader(String node) {
    Endpoint leader = replica.leader() != null ? replica.leader() : founding.leader();
    return leader != null && leader.node().equals(node);
  }

  private boolean receive(String from, Raft raft, ReplicaMessage message) {
    Endpoint sender = message.sender();
    if (!sender.node().equals(from)) {
      return false;
    }
    boolean isRemoved = replica.isLeader() && voters.isRemoved(sender);
    if (isRemoved) {
      context.send(from, new GroupMessage.Stop(founding.id(), sender));
    }
    boolean isBelieved = believes(message);
    if (isBelieved && (!isRemoved || replica.isOfLaterTerm(message))) {
      take(raft, message);
    }
    return isBelieved || (isRemoved && context.directory().isGone(from));
  }

  /**
   * Returns whether the sender of a message may be a replica of this group, and its term may be
   * one. A voter that this replica has not learned of yet may stand for election; that it is one
   * shows in the announcement of the leader, if it is elected.
   */
  private boolean believes(ReplicaMessage message) {
    if (isKnown(message.sender())) {
      return message.term() - MAX_TERM_STEP <= highestTerm();
    }
    return context.directory().has(message.sender().node())
        && (message.isOfElection() || replica.isLeader())
        && message.term() - MAX_STRANGERS_TERM_STEP <= highestTerm();
  }

  private boolean isKnown(Endpoint sender) {
    GroupDescriptor known = context.directory().current();
    boolean isAnnounced = known != null
        && known.id().equals(founding.id())
        && (known.voters().contains(sender) || sender.equals(known.leader()));
    return isAnnounced
        || replica.members().all().contains(sender)
        || replica.latestMembers().all().contains(sender)
        || founding.voters().contains(sender)
        || sender.equals(founding.leader())
        || sender.equals(founding.founder());
  }

  private long highestTerm() {
    GroupDescriptor known = context.directory().current();
    long term = Math.max(replica.term(), founding.term());
    return known != null && known.id().equals(founding.id()) ? Math.max(term, known.term()) : term;
  }

  private void take(Raft raft, ReplicaMessage message) {
    Endpoint sender = message.sender();
    if (message.isHandover() && sender.equals(replica.leader())) {
      voters.handedOverBy(sender);
    }
    replica.receive(message);
    if (sender.equals(replica.leader())) {
      contact.heard(context.millis());
    } else if (replica.isLeader() && voters.isLeaving()) {
      handover.step();
    } else if (voters.isLearning(sender)) {
      changed();
    }
    if (raft.checkpoint() != null && replica.isLeader()) {
      divergence.reported(sender, raft.checkpoint());
    }
  }

  /**
   * Returns whether this replica has to believe a node that says that it is no longer in the group:
   * the node is its leader, or leads by the latest list of voters if this replica knows no leader
   * or considers itself the leader.
   */
  boolean mayBeStoppedBy(String node) {
    Endpoint leader = replica.leader();
    GroupDescriptor known = context.directory().current();
    if (leader != null && !leader.equals(self)) {
      return leader.node().equals(node);
    }
    return known != null
        && known.id().equals(founding.id())
        && known.leader() != null
        && known.leader().node().equals(node)
        && isSupersededBy(known);
  }

  @Override
  public void send(Endpoint to, ReplicaMessage message) {
    byte[] bytes = codec.encode(message, FRAME_BYTES);
    context.send(to.node(), new Raft(founding.id(), to, Bytes.of(bytes), checkpointFor(to)));
  }

  /** Returns a checkpoint of the state here, now and then, for the leader; otherwise null. */
  private @Nullable Checkpoint checkpointFor(Endpoint to) {
    if (!to.equals(replica.leader()) || context.millis() - reportedAt < REPORT_MILLIS) {
      return null;
    }
    reportedAt = context.millis();
    return replica.nextCheckpoint();
  }

  @Override
  public void applied(Applied applied) {
    clock.observe(replica.store().time(), context.nanos());
    if (leading) {
      for (Grant grant : applied.grants()) {
        context.send(grant.node(), new Granted(grant.session(), grant.acquire(), grant.token()));
      }
      armExpiry();
    }
    if (voters.wantsAnotherTry()) {
      changed();
    }
  }

  @Override
  public void changed() {
    if (!reviewing) {
      reviewing = true;
      context.scheduler().execute(() -> {
        reviewing = false;
        review();
      });
    }
  }

  // Maintenance

  private void tick() {
    if (!stopped) {
      contact.checkGap(context.millis());
      if (replica.isLeader()) {
        contact.heard(voters.quorumHeardAt());
      }
      replica.snapshotIfNeeded();
      review();
      context.scheduler().schedule(this::tick, TICK_MILLIS);
    }
  }

  private void review() {
    if (stopped) {
      return;
    }
    boolean votes = replica.members().voters().contains(self);
    if (votes && !voting) {
      contact.trust();
    }
    voting = votes;
    boolean leads = replica.isLeader();
    if (leads && !leading) {
      LOGGER.info("Replica " + self + " is now the leader of the shared data");
      expiryArmed = Long.MAX_VALUE;
      expiring = false;
    }
    leading = leads;
    if (leading) {
      armExpiry();
      checkSessions();
      voters.step();
      handover.step();
      announceIfNew();
    }
    recovery.step();
  }

  /** Tries to have this replica removed from the group; the leader tells when it is. */
  void leave() {
    if (replica.isLeader()) {
      voters.leave(self);
      handover.step();
      return;
    }
    Endpoint leader = replica.leader();
    GroupDescriptor known = context.directory().current();
    if (leader == null && known != null && known.id().equals(founding.id())) {
      leader = known.leader();
    }
    if (leader != null) {
      context.send(leader.node(), new GroupMessage.Leave(founding.id(), self));
    }
  }

  /** Returns whether the store here is empty. */
  boolean isEmpty() {
    return replica.store().isEmpty();
  }

  /** Returns whether no remaining node could make use of this replica. */
  boolean isLast() {
    return replica.isLeader() && voters.isLast();
  }

  /** Returns when leaving last made progress, in milliseconds of the context's clock. */
  long lastProgress() {
    return Math.max(voters.lastProgress(), contact.heardAt());
  }

  /** Describes what is lost if this replica ends now. */
  String whatWouldBeLost() {
    return replica.store().describe();
  }

  private void announceIfNew() {
    GroupDescriptor present = descriptor();
    if (!present.equals(announced)) {
      announce(present);
    } else if (!context.directory().groups().isPublished(present)
        && context.millis() - announcedAt >= CORRECTION_MILLIS) {
      announcedAt = context.millis();
      replica.read(leads -> {
        if (leads && leading) {
          announce(descriptor());
        }
      });
    }
    for (GroupDescriptor loser : context.directory().groups().losers()) {
      context.port().withdraw(loser.id());
    }
  }

  private void announce(GroupDescriptor present) {
    announced = present;
    announcedAt = context.millis();
    context.port().announce(present);
  }

  private void checkSessions() {
    for (String node : replica.store().nodes()) {
      Directory directory = context.directory();
      if (directory.has(node)) {
        strangers.remove(node);
      } else if (directory.isGone(node)
          || context.millis() - strangers.computeIfAbsent(node, none -> context.millis())
              > UNKNOWN_NODE_MILLIS) {
        strangers.remove(node);
        expire(node);
      }
    }
  }

  private void expire(String node) {
    if (expiringNodes.add(node)) {
      propose(List.of(new ExpireNode(node)), () -> expiringNodes.remove(node));
    }
  }

  /** Notes that a node is dead or has left. */
  void memberDown(String node) {
    if (leading) {
      if (replica.store().nodes().contains(node)) {
        expire(node);
      }
    } else {
      fastElection.memberDown(node);
    }
    changed();
  }

  private void armExpiry() {
    long next = replica.store().nextExpiry();
    if (!leading || expiring || next >= expiryArmed) {
      return;
    }
    expiryArmed = next;
    long delay = Math.min(MAX_EXPIRY_MILLIS, Math.max(MIN_EXPIRY_MILLIS, next - now()));
    context.scheduler().schedule(this::expire, delay);
  }

  private void expire() {
    expiryArmed = Long.MAX_VALUE;
    if (leading && !expiring && replica.store().nextExpiry() <= now()) {
      expiring = true;
      propose(List.of(), () -> {
        expiring = false;
        armExpiry();
      });
    } else {
      armExpiry();
    }
  }
}
