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
import io.microraft.model.message.VoteRequest;
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
 * One replica of the store, in a group that agrees on the order of batches by Raft, as implemented
 * by MicroRaft. It corrects the known defects of MicroRaft 0.7; see {@link AppendGuard},
 * {@link #read} and {@link Endpoint}.
 *
 * <p>All calls come from the thread of its scheduler, and so do all callbacks.
 */
public final class RaftReplica {

  /** The number of MicroRaft's seconds that pass in one real second. */
  private static final int TIME_SCALE = 5;

  private static final int HEARTBEAT_SECONDS = 1;
  private static final int HEARTBEAT_TIMEOUT_SECONDS = 15;
  private static final int ELECTION_MILLIS = 1_000;
  private static final int MAX_PENDING = 8_192;
  private static final int APPEND_BATCH = 128;
  private static final int CHUNK_BYTES = 256 << 10;

  /** The size of the log that triggers a snapshot. */
  private static final long MAX_LOG_BYTES = 16 << 20;

  /** The same while a member receives a snapshot, which a later one would make useless. */
  private static final long MAX_LOG_BYTES_IN_TRANSFER = 64 << 20;

  /** The host of the replica. None of its methods must call the replica before it returns. */
  public interface Host {

    /** Sends a message to another replica. It may be lost or duplicated. */
    void send(Endpoint to, ReplicaMessage message);

    /** Reports that a batch was applied to the store here. */
    void applied(Applied applied);

    /** Reports that the role, the term or the members may have changed. */
    void changed();

    /**
     * Reports that a batch could not be applied here, or a snapshot not be installed.
     *
     * @param stopped whether the replica has stopped, since its data may differ from the others'.
     *     If it has not, the others can't go on without it, or the same must have happened on them;
     *     the checkpoints will tell if it hasn't
     */
    void failed(Throwable cause, boolean stopped);
  }

  /** The committed members of the group, as far as this replica knows. */
  public record Members(long index, Set<Endpoint> all, Set<Endpoint> voters) {}

  /** The progress of the log here and, if this is the leader, on the other members. */
  public static final class Progress {

    private final RaftNodeReport report;

    private Progress(RaftNodeReport report) {
      this.report = report;
    }

    /** Returns the term of the last entry. */
    public int lastTerm() {
      return report.getLog().getLastLogOrSnapshotTerm();
    }

    /** Returns the index of the last entry. */
    public long lastIndex() {
      return report.getLog().getLastLogOrSnapshotIndex();
    }

    /** Returns the index of the last entry that is known to be committed. */
    public long commitIndex() {
      return report.getLog().getCommitIndex();
    }

    /**
     * Returns when a member last answered this leader, in milliseconds of the scheduler's clock; 0
     * if it has accepted nothing of it yet. MicroRaft's own time begins with the election, as if
     * all had answered then.
     */
    public long heardMillis(Endpoint member) {
      return matchIndex(member) == 0
          ? 0
          : report.getHeartbeatTimestamps().getOrDefault(member, 0L) / TIME_SCALE;
    }

    /** Returns up to where the log of a member is known to match, or 0. */
    public long matchIndex(Endpoint member) {
      return report.getLog().getFollowerMatchIndices().getOrDefault(member, 0L);
    }

    /** Returns whether a member is known to have all that is committed. */
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
   * Creates a replica that has not started.
   *
   * @param group messages of other groups must not be passed to it
   * @param founder the first replica of the group: this replica bootstraps the group if it is that
   *     one, otherwise it waits to be added
   * @param store what the group begins with, if this replica bootstraps it; otherwise the replica
   *     begins empty
   * @param snapshotInterval the number of batches after which a snapshot replaces the log, 1 or
   *     more; a tenth is kept for members that lag behind
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
            .setRestoredState(new InitialSnapshot(models, self).of(machine.chunks(store)))
            .build()
        : builder
            .setLocalEndpoint(self)
            .setInitialGroupMembers(List.of(founder))
            .build();
  }

  /**
   * Handles a failure to apply. An exception is caused by the batch and the state, so it occurs on
   * all replicas, and if they all stopped, all data would be lost. An error, such as too little
   * memory, is of this process.
   */
  private void failed(Throwable cause) {
    if (!machine.isStopped() && cause instanceof Error && othersGoOnWithout()) {
      stop();
    }
    host.failed(cause, machine.isStopped());
  }

  /**
   * Returns whether the others go on without this one: a leader of two can remove the other one,
   * but not vice versa.
   */
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

  /** Bootstraps the group, or begins to wait for its leader. */
  public void start() {
    when(node.start(), (done, failure) -> {
      if (failure != null) {
        throw new IllegalStateException("Replica " + self + " did not start", failure);
      }
    });
  }

  /** Stops at once, as in a crash. There are no more callbacks. */
  public void stop() {
    time.stop();
    machine.stop();
  }

  /** Takes a message of another replica of the group. */
  public void receive(ReplicaMessage message) {
    node.handle(asToStickiness(guard.incoming(message.raft())));
    guard.done();
    learnTerm(message.raft());
    giveWay(message.raft());
    snapshotIfNeeded();
  }

  /**
   * Returns whether a message has a later term that binds this replica; the term of a pre-vote
   * doesn't.
   */
  public boolean isOfLaterTerm(ReplicaMessage message) {
    return message.raft().getTerm() > term() && !(message.raft() instanceof PreVoteRequest);
  }

  /**
   * Returns a candidate's request as one that MicroRaft considers if this replica has no leader. It
   * refuses all sticky requests until the heartbeat timeout after the last leader, even one that
   * this replica has left for a later term (Raft dissertation, section 4.2.3: the current leader).
   * And if a candidate loses the election that the leader has asked for, its further ones are
   * sticky.
   */
  private RaftMessage asToStickiness(RaftMessage message) {
    return message instanceof VoteRequest vote && vote.isSticky() && leader() == null
        ? voteRequest(
            vote.getSender(), vote.getTerm(), vote.getLastLogTerm(), vote.getLastLogIndex())
        : message;
  }

  /**
   * Adopts a later term. MicroRaft takes none from a replica that refuses a pre-vote (Raft, section
   * 5.1, has it taken from any answer). If that replica is a candidate by a list of members that
   * lacks this one, it goes on to later terms forever, refuses all earlier ones, and its vote is
   * missing. So MicroRaft receives the term as that of a candidate with an empty log.
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
   * Gives way to a member whose log is further ahead, and lets it have the next term. MicroRaft's
   * candidates try repeatedly in ever later terms. One whose list of members is old asks the wrong
   * ones. It is ahead of the terms of those that could win, whose pre-votes it refuses, or it tries
   * a moment earlier than they do, each time, and has voted for itself when their requests arrive.
   */
  private void giveWay(RaftMessage message) {
    if (isRefusedThoughAhead(message)
        && report().getRole() == RaftRole.CANDIDATE
        && latestMembers().all().contains(message.getSender())) {
      node.handle(hopelessCandidate(message.getSender(), term() + 1));
    }
  }

  private boolean isRefusedThoughAhead(RaftMessage message) {
    return message instanceof PreVoteRequest request
        ? request.getTerm() < term() && isAhead(request.getLastLogTerm(), request.getLastLogIndex())
        : message instanceof VoteRequest vote
            && isAhead(vote.getLastLogTerm(), vote.getLastLogIndex());
  }

  private boolean isAhead(int lastTerm, long lastIndex) {
    Progress own = progress();
    return lastTerm > own.lastTerm() || (lastTerm == own.lastTerm() && lastIndex > own.lastIndex());
  }

  private RaftMessage hopelessCandidate(RaftEndpoint sender, int term) {
    return voteRequest(sender, term, 0, 0);
  }

  private RaftMessage voteRequest(RaftEndpoint sender, int term, int lastTerm, long lastIndex) {
    return models
        .createVoteRequestBuilder()
        .setGroupId(node.getGroupId())
        .setSender(sender)
        .setTerm(term)
        .setLastLogTerm(lastTerm)
        .setLastLogIndex(lastIndex)
        .setSticky(false)
        .build();
  }

  /**
   * Takes a snapshot if one is needed: MicroRaft counts entries, however big they are, and knows
   * nothing of members that wait for a later one. To be called periodically, and not from a
   * callback.
   */
  public void snapshotIfNeeded() {
    long max = isSendingSnapshot() ? MAX_LOG_BYTES_IN_TRANSFER : MAX_LOG_BYTES;
    if (log.bytes() > max || (isLeader() && transfers.isOneIgnored())) {
      snapshot();
    }
  }

  /** Takes a snapshot now, if there is anything that the last one lacks. */
  public void snapshot() {
    if (machine.lastApplied() > machine.snapshotIndex()) {
      when(node.takeSnapshot(), (done, failure) -> log.snapshotTaken(machine.snapshotIndex()));
    }
  }

  /**
   * Proposes a batch, if this is the leader.
   *
   * @param outcome receives the result once the batch is committed, or why that is unknown. In that
   *     case it may still be committed, so it must be safe to propose it again
   */
  public void propose(Batch batch, BiConsumer<@Nullable Applied, @Nullable Throwable> outcome) {
    CompletableFuture<Ordered<Applied>> replicated = node.replicate(batch);
    when(replicated, outcome);
    snapshotIfNeeded();
  }

  /**
   * Waits until the store here has all that was committed before the call.
   *
   * <p>MicroRaft lets a query join a round of acknowledgements that began before it, so it may miss
   * what another leader has committed since. So only one is under way here at a time; those that
   * arrive in the meantime share the next one.
   *
   * @param ready true at that moment, false if this is not, or no longer, the leader
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
   * The voter will be elected unless it dies; until then nothing may be proposed here. Safe to call
   * at any time and repeatedly. Raft dissertation, section 3.10.
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
   * Stands for election at once, if this replica may: the leader is dead. Safe at any time: a
   * living leader is only disturbed.
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
   * Returns the progress of the log, here and on the others.
   *
   * @throws IllegalStateException if the replica is busy: not for its callbacks
   */
  public Progress progress() {
    return new Progress(report());
  }

  /** Returns how many chunks of snapshots this leader has sent to a member. */
  public long chunksSentTo(Endpoint member) {
    return transfers.chunksSentTo(member);
  }

  /**
   * Returns whether this leader is sending a snapshot of more than a few chunks. A later snapshot
   * would make it useless, so the log should grow slowly in the meantime.
   */
  public boolean isSendingSnapshot() {
    return transfers.areUnderWay(scheduler.nanos());
  }

  /** Returns whether this is the leader, as far as it knows. */
  public boolean isLeader() {
    return self.equals(leader());
  }

  /** Returns the leader, as far as it is known here. */
  public @Nullable Endpoint leader() {
    return (Endpoint) node.getTerm().getLeaderEndpoint();
  }

  /**
   * Returns whether this replica has ended for good: it knows that it was removed from the group.
   */
  public boolean isOver() {
    return node.getStatus() == RaftNodeStatus.TERMINATED;
  }

  /** Returns the identity of this replica. */
  public Endpoint self() {
    return self;
  }

  /** Returns the committed members. */
  public Members members() {
    RaftGroupMembers committed = node.getCommittedMembers();
    if (committed != lastCommitted) {
      members = members(committed);
      lastCommitted = committed;
    }
    return members;
  }

  /** Returns the members by the last entry of the log that changes them, committed or not. */
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

  /** Returns the term, as far as it is known here. */
  public int term() {
    return node.getTerm().getTerm();
  }

  /** Returns the index of the last batch that was applied to the store here, or of its snapshot. */
  public long lastApplied() {
    return machine.lastApplied();
  }

  /** Returns the digest of the state at an index of the log, unless it is unknown here. */
  public OptionalLong digestAt(long index) {
    return machine.checkpoints().at(index);
  }

  /** Returns the checkpoint to report to the leader, or null if nothing was applied here yet. */
  public @Nullable Checkpoint nextCheckpoint() {
    Checkpoints checkpoints = machine.checkpoints();
    return checkpoints.isEmpty() ? null : checkpoints.next();
  }

  /** Returns the state here, for inspection. */
  public Store store() {
    return machine.store();
  }

  /**
   * Returns what another group may begin with when the others of this one are lost: the state here,
   * with all batches that this replica holds, committed or not. Its digest is not verified: there
   * is nothing else to continue from.
   */
  public Store salvage() {
    List<StoreRecord> records = machine.store().snapshot();
    Store store = Store.restore(records.subList(0, records.size() - 1));
    log.after(machine.lastApplied()).forEach(store::apply);
    return store;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the outcome receives what the future would hide
  private static <T> void when(
      CompletableFuture<Ordered<T>> future, BiConsumer<@Nullable T, @Nullable Throwable> outcome) {
    future.whenComplete(
        (done, failure) -> outcome.accept(done == null ? null : done.getResult(), failure));
  }
}
