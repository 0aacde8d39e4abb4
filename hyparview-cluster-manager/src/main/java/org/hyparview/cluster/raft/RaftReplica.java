package org.hyparview.cluster.raft;

import io.microraft.Ordered;
import io.microraft.QueryPolicy;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.report.RaftGroupMembers;
import io.microraft.report.RaftNodeReport;
import io.microraft.transport.Transport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hyparview.cluster.protocol.store.Applied;
import org.hyparview.cluster.protocol.store.Batch;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.protocol.store.StoreRecord;
import org.jspecify.annotations.Nullable;

/**
 * One replica of the store, in a group that agrees on the order of batches by Raft, as MicroRaft
 * does it. What is known to be wrong with MicroRaft 0.7 is put right here; see {@link AppendGuard},
 * {@link #read} and {@link Endpoint}.
 *
 * <p>All calls come from the thread of its scheduler, and all callbacks go there.
 */
public final class RaftReplica {

  /** Seconds of MicroRaft's that pass in one real second. */
  private static final int TIME_SCALE = 5;

  private static final int HEARTBEAT_SECONDS = 1;
  private static final int HEARTBEAT_TIMEOUT_SECONDS = 15;
  private static final int ELECTION_MILLIS = 1_000;
  private static final int MAX_PENDING = 8_192;
  private static final int APPEND_BATCH = 128;
  private static final int CHUNK_BYTES = 256 << 10;

  /** So much may be in the log before a snapshot replaces it. */
  private static final long MAX_LOG_BYTES = 16 << 20;

  /** The same while a member receives a snapshot, which a later one would make useless. */
  private static final long MAX_LOG_BYTES_IN_TRANSFER = 64 << 20;

  /** Who has the replica. None of its methods must call the replica back before it returns. */
  public interface Host {

    /** Takes a message to another replica. It may be lost, and given twice. */
    void send(Endpoint to, ReplicaMessage message);

    /** A batch was applied to the store here. */
    void applied(Applied applied);

    /** The role, the term or the members may be others. */
    void changed();

    /**
     * A batch could not be applied here, or a snapshot not be installed.
     *
     * @param stopped whether the replica has stopped, since it may hold other data than the others.
     *     If not, then because the others can't go on without it; or because the same is bound to
     *     have happened on them. The checkpoints will tell if it hasn't
     */
    void failed(Throwable cause, boolean stopped);
  }

  /** The members of the group that are committed, as far as this replica knows. */
  public record Members(long index, Set<Endpoint> all, Set<Endpoint> voters) {}

  /** How far the log is, here and, if this is the leader, at the others. */
  public static final class Progress {

    private final RaftNodeReport report;

    private Progress(RaftNodeReport report) {
      this.report = report;
    }

    /** The term of the last entry. */
    public int lastTerm() {
      return report.getLog().getLastLogOrSnapshotTerm();
    }

    /** The index of the last entry. */
    public long lastIndex() {
      return report.getLog().getLastLogOrSnapshotIndex();
    }

    /** The index of the last entry that is known to be committed. */
    public long commitIndex() {
      return report.getLog().getCommitIndex();
    }

    /** When a member has answered last, in milliseconds of the scheduler's clock; or 0. */
    public long heardMillis(Endpoint member) {
      return report.getHeartbeatTimestamps().getOrDefault(member, 0L) / TIME_SCALE;
    }

    /** Up to where the log of a member is known to be the same, or 0. */
    public long matchIndex(Endpoint member) {
      return report.getLog().getFollowerMatchIndices().getOrDefault(member, 0L);
    }

    /** Whether a member is known to have all that is committed. */
    public boolean hasAllCommitted(Endpoint member) {
      return matchIndex(member) >= commitIndex();
    }
  }

  private final RaftModelFactory models = new DefaultRaftModelFactory();
  private final LogMirror log = new LogMirror();
  private final ScaledTime time;
  private final StoreMachine machine;
  private final AppendGuard guard;
  private final SnapshotTransfers transfers = new SnapshotTransfers();
  private final RaftNode node;
  private final Endpoint self;
  private final Scheduler scheduler;
  private final Host host;
  private List<Consumer<Boolean>> reads = new ArrayList<>();
  private boolean reading;
  private @Nullable RaftGroupMembers lastCommitted;
  private @Nullable RaftNodeReport lastReport;
  private Members members = new Members(0, Set.of(), Set.of());

  /**
   * A replica that has not started.
   *
   * @param group all messages of other groups must be kept away
   * @param founder the first replica of the group: this one founds it, any other waits to be added
   * @param store what the group begins with, if this one founds it; any other begins with nothing
   * @param snapshotInterval after so many batches the log is replaced by a snapshot, 1 or more; a
   *     tenth is kept for those that lag behind
   */
  public RaftReplica(
      String group,
      Endpoint self,
      Endpoint founder,
      Store store,
      int snapshotInterval,
      Scheduler scheduler,
      Host host,
      long seed) {
    this.self = self;
    this.scheduler = scheduler;
    this.host = host;
    time = new ScaledTime(scheduler, TIME_SCALE);
    machine = new StoreMachine(CHUNK_BYTES, host::applied, this::failed);
    guard = new AppendGuard(models, log, machine);
    RaftNode.RaftNodeBuilder builder = RaftNode.newBuilder()
        .setGroupId(group)
        .setConfig(config(snapshotInterval))
        .setExecutor(time)
        .setClock(time)
        .setRandom(new Random(seed))
        .setTransport(transport())
        .setRaftNodeReportListener(this::changed)
        .setStateMachine(machine)
        .setStore(log)
        .setModelFactory(models);
    node = self.equals(founder)
        ? builder
            .setRestoredState(new Foundation(models, self).of(machine.chunks(store)))
            .build()
        : builder
            .setLocalEndpoint(self)
            .setInitialGroupMembers(List.of(founder))
            .build();
  }

  /**
   * An exception comes of the batch and the state, so it comes on all replicas, and if they all
   * stopped, all data were lost. An error, such as too little memory, comes of this process.
   */
  private void failed(Throwable cause) {
    if (!machine.isStopped() && cause instanceof Error && othersGoOnWithout()) {
      stop();
    }
    host.failed(cause, machine.isStopped());
  }

  /** A leader of two can remove the other one, but not the other way round. */
  private boolean othersGoOnWithout() {
    return members().voters().size() > (isLeader() ? 2 : 1);
  }

  private void changed(RaftNodeReport report) {
    lastReport = report;
    host.changed();
  }

  private static RaftConfig config(int snapshotInterval) {
    return RaftConfig.newBuilder()
        .setLeaderHeartbeatPeriodSecs(HEARTBEAT_SECONDS)
        .setLeaderHeartbeatTimeoutSecs(HEARTBEAT_TIMEOUT_SECONDS)
        .setLeaderElectionTimeoutMillis(ELECTION_MILLIS)
        .setMaxPendingLogEntryCount(MAX_PENDING)
        .setAppendEntriesRequestBatchSize(APPEND_BATCH)
        .setCommitCountToTakeSnapshot(snapshotInterval)
        .setTransferSnapshotsFromFollowersEnabled(false)
        .build();
  }

  private Transport transport() {
    return new Transport() {
      @Override
      public void send(RaftEndpoint target, RaftMessage message) {
        transfers.sent((Endpoint) target, message, scheduler.nanos());
        host.send((Endpoint) target, new ReplicaMessage(guard.outgoing(message)));
      }

      @Override
      public boolean isReachable(RaftEndpoint endpoint) {
        return true;
      }
    };
  }

  /** Founds the group, or begins to wait for its leader. */
  public void start() {
    when(node.start(), (done, failure) -> {
      if (failure != null) {
        throw new IllegalStateException("Replica " + self + " did not start", failure);
      }
    });
  }

  /** Ends at once, as if it crashed. Nothing is called back any more. */
  public void stop() {
    time.stop();
    machine.stop();
  }

  /** A message of another replica of the group came in. */
  public void receive(ReplicaMessage message) {
    node.handle(guard.incoming(message.raft()));
    guard.done();
    learnTerm(message.raft());
    giveWay(message.raft());
    snapshotIfNeeded();
  }

  /**
   * Whether a message has a later term, which binds this replica, as that of a pre-vote doesn't.
   */
  public boolean isOfLaterTerm(ReplicaMessage message) {
    return message.raft().getTerm() > term() && !(message.raft() instanceof PreVoteRequest);
  }

  /**
   * MicroRaft takes no later term from who refuses a pre-vote (Raft, section 5.1, has it taken from
   * any answer). If that one is a candidate by a list of members that doesn't have this replica, it
   * goes on to later terms for ever, refuses all earlier ones, and its vote is missing. So the term
   * is given to MicroRaft as that of a candidate with nothing in its log.
   */
  private void learnTerm(RaftMessage message) {
    if (message instanceof PreVoteResponse refusal
        && !refusal.isGranted()
        && refusal.getTerm() > term()
        && leader() == null
        && latestMembers().voters().contains(self)) {
      node.handle(hopelessCandidate(refusal.getSender(), refusal.getTerm()));
    }
  }

  /**
   * MicroRaft's candidates try again and again in ever later terms. One whose list of members is
   * old asks the wrong ones, and is ahead of the terms of who could win, whose pre-votes it
   * refuses. So it gives way to a member whose log goes further, and lets it have the next term.
   */
  private void giveWay(RaftMessage message) {
    if (message instanceof PreVoteRequest request
        && request.getTerm() < term()
        && report().getRole() == RaftRole.CANDIDATE
        && latestMembers().all().contains(request.getSender())
        && isAhead(request.getLastLogTerm(), request.getLastLogIndex())) {
      node.handle(hopelessCandidate(request.getSender(), term() + 1));
    }
  }

  private boolean isAhead(int lastTerm, long lastIndex) {
    Progress own = progress();
    return lastTerm > own.lastTerm() || (lastTerm == own.lastTerm() && lastIndex > own.lastIndex());
  }

  private RaftMessage hopelessCandidate(RaftEndpoint sender, int term) {
    return models
        .createVoteRequestBuilder()
        .setGroupId(node.getGroupId())
        .setSender(sender)
        .setTerm(term)
        .setLastLogTerm(0)
        .setLastLogIndex(0)
        .setSticky(false)
        .build();
  }

  /**
   * Takes a snapshot if one is needed: MicroRaft counts entries, however big they are, and knows
   * nothing of members that wait for a later one. To be called now and then, and not from a
   * callback.
   */
  public void snapshotIfNeeded() {
    long max = isSendingSnapshot() ? MAX_LOG_BYTES_IN_TRANSFER : MAX_LOG_BYTES;
    if (log.bytes() > max || (isLeader() && transfers.isOneIgnored())) {
      snapshot();
    }
  }

  /** Takes a snapshot now, if there is anything that the last one doesn't have. */
  public void snapshot() {
    if (machine.lastApplied() > machine.snapshotIndex()) {
      when(node.takeSnapshot(), (done, failure) -> log.snapshotTaken(machine.snapshotIndex()));
    }
  }

  /**
   * Proposes a batch, if this is the leader.
   *
   * @param outcome what came of it once it is committed; or why that is not known. It may be
   *     committed all the same, so it must be safe to propose it again
   */
  public void propose(Batch batch, BiConsumer<@Nullable Applied, @Nullable Throwable> outcome) {
    CompletableFuture<Ordered<Applied>> replicated = node.replicate(batch);
    when(replicated, outcome);
    snapshotIfNeeded();
  }

  /**
   * Waits for a moment at which the store here has all that was committed before the call.
   *
   * <p>MicroRaft lets a query join a round of acknowledgements that began before it, so that it may
   * miss what another leader has committed since. So only one is under way here at a time; those
   * that come meanwhile share the next one.
   *
   * @param ready true at that moment, false if this is not the leader, or no more
   */
  public void read(Consumer<Boolean> ready) {
    reads.add(ready);
    if (!reading) {
      readAll();
    }
  }

  private void readAll() {
    List<Consumer<Boolean>> round = reads;
    reads = new ArrayList<>();
    reading = true;
    when(
        node.query(
            StoreMachine.BARRIER, QueryPolicy.LINEARIZABLE, Optional.empty(), Optional.empty()),
        (done, failure) -> {
          reading = false;
          round.forEach(ready -> ready.accept(failure == null));
          if (!reading && !reads.isEmpty()) {
            readAll();
          }
        });
  }

  /** Changes the members, if this is the leader and no other change is under way. */
  public void change(
      Endpoint member, MembershipChange change, Consumer<@Nullable Throwable> outcome) {
    when(
        node.changeMembership(member, change.mode(), node.getCommittedMembers().getLogIndex()),
        (done, failure) -> outcome.accept(failure));
  }

  /**
   * Has a voter stand for election at once, if this is the leader and the voter has all of the log.
   * It will be elected unless it dies; until then nothing may be proposed here. Safe at any time
   * and to be repeated. Raft dissertation, section 3.10.
   *
   * @return whether the voter was asked to stand
   */
  public boolean handOver(Endpoint heir) {
    Progress progress = progress();
    if (!isLeader()
        || progress.lastIndex() != progress.commitIndex()
        || progress.matchIndex(heir) != progress.lastIndex()) {
      return false;
    }
    host.send(heir, new ReplicaMessage(standNow(self)));
    return true;
  }

  private RaftMessage standNow(RaftEndpoint leader) {
    RaftNodeReport report = report();
    return models
        .createTriggerLeaderElectionRequestBuilder()
        .setGroupId(node.getGroupId())
        .setSender(leader)
        .setTerm(report.getTerm().getTerm())
        .setLastLogTerm(report.getLog().getLastLogOrSnapshotTerm())
        .setLastLogIndex(report.getLog().getLastLogOrSnapshotIndex())
        .build();
  }

  /**
   * The leader is dead, so this replica stands for election at once, if it may. Safe at any time: a
   * leader that lives is only disturbed.
   */
  public void stand() {
    RaftEndpoint leader = node.getTerm().getLeaderEndpoint();
    if (!time.isStopped() && leader != null && report().getRole() == RaftRole.FOLLOWER) {
      node.handle(standNow(leader));
    }
  }

  RaftNodeReport report() {
    CompletableFuture<Ordered<RaftNodeReport>> report = node.getReport();
    RaftNodeReport last = lastReport;
    if (last != null && (report.isCompletedExceptionally() || time.isStopped())) {
      return last;
    } else if (!report.isDone()) {
      throw new IllegalStateException("Replica " + self + " is busy");
    }
    return report.join().getResult();
  }

  /**
   * How far the log is, here and at the others.
   *
   * @throws IllegalStateException if it is in the middle of something: not for its callbacks
   */
  public Progress progress() {
    return new Progress(report());
  }

  /** How many chunks of snapshots this leader has sent to a member. */
  public long chunksSentTo(Endpoint member) {
    return transfers.chunksSentTo(member);
  }

  /**
   * Whether this leader is sending a snapshot of more than a few chunks. A later snapshot would
   * make it useless, so the log should grow slowly meanwhile.
   */
  public boolean isSendingSnapshot() {
    return transfers.areUnderWay(scheduler.nanos());
  }

  /** Whether this is the leader, as far as it knows. */
  public boolean isLeader() {
    return self.equals(leader());
  }

  /** The leader, as far as it is known here. */
  public @Nullable Endpoint leader() {
    return (Endpoint) node.getTerm().getLeaderEndpoint();
  }

  /** Whether this replica is over for good: it knows that it was removed from the group. */
  public boolean isOver() {
    return node.getStatus() == RaftNodeStatus.TERMINATED;
  }

  /** Which replica this is. */
  public Endpoint self() {
    return self;
  }

  /** The members that are committed. */
  public Members members() {
    RaftGroupMembers committed = node.getCommittedMembers();
    if (committed != lastCommitted) {
      members = members(committed);
      lastCommitted = committed;
    }
    return members;
  }

  /** The members by the last entry of the log that says so, committed or not. */
  public Members latestMembers() {
    return members(node.getEffectiveMembers());
  }

  private static Members members(RaftGroupMembers members) {
    return new Members(
        members.getLogIndex(),
        endpoints(members.getMembers()),
        endpoints(members.getVotingMembers()));
  }

  private static Set<Endpoint> endpoints(Collection<RaftEndpoint> members) {
    return members.stream()
        .map(Endpoint.class::cast)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The term, as far as it is known here. */
  public int term() {
    return node.getTerm().getTerm();
  }

  /** The index of the last batch that was applied to the store here, or of its snapshot. */
  public long lastApplied() {
    return machine.lastApplied();
  }

  /** The digest of the state at an index of the log, unless it is not known here. */
  public OptionalLong digestAt(long index) {
    return machine.checkpoints().at(index);
  }

  /** What the leader may compare its own state with, or null if nothing was applied here yet. */
  public @Nullable Checkpoint nextCheckpoint() {
    Checkpoints checkpoints = machine.checkpoints();
    return checkpoints.isEmpty() ? null : checkpoints.next();
  }

  /** The state here, to be looked at. */
  public Store store() {
    return machine.store();
  }

  /**
   * What another group may begin with when the others of this one are gone: the state here, with
   * all batches that this replica holds, committed or not. Its digest is not looked at: there is
   * nothing else to go on from.
   */
  public Store salvage() {
    List<StoreRecord> records = machine.store().snapshot();
    Store store = Store.restore(records.subList(0, records.size() - 1));
    log.after(machine.lastApplied()).forEach(store::apply);
    return store;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the outcome gets what the future would hide
  private static <T> void when(
      CompletableFuture<Ordered<T>> future, BiConsumer<@Nullable T, @Nullable Throwable> outcome) {
    future.whenComplete(
        (done, failure) -> outcome.accept(done == null ? null : done.getResult(), failure));
  }
}
