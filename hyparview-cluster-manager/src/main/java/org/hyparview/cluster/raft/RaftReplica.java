package org.hyparview.cluster.raft;

import io.microraft.MembershipChangeMode;
import io.microraft.Ordered;
import io.microraft.QueryPolicy;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftRole;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.message.RaftMessage;
import io.microraft.report.RaftGroupMembers;
import io.microraft.report.RaftNodeReport;
import io.microraft.transport.Transport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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

  /** Who has the replica. None of its methods must call the replica back before it returns. */
  public interface Host {

    /** Takes a message to another replica. It may be lost, and given twice. */
    void send(Endpoint to, RaftMessage message);

    /** A batch was applied to the store here. */
    void applied(Applied applied);

    /** The role, the term or the members may be others. */
    void changed();
  }

  /** The members of the group that are committed, as far as this replica knows. */
  public record Members(long index, Set<Endpoint> all, Set<Endpoint> voters) {}

  private final RaftModelFactory models = new DefaultRaftModelFactory();
  private final LogMirror log = new LogMirror();
  private final ScaledTime time;
  private final StoreMachine machine;
  private final AppendGuard guard;
  private final RaftNode node;
  private final Endpoint self;
  private List<Consumer<Boolean>> reads = new ArrayList<>();
  private boolean reading;

  /**
   * A replica that has not started.
   *
   * @param group all messages of other groups must be kept away
   * @param founder the first replica of the group: this one founds it, any other waits to be added
   * @param store what the group begins with, if this one founds it
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
    time = new ScaledTime(scheduler, TIME_SCALE);
    machine = new StoreMachine(store, CHUNK_BYTES, host::applied);
    guard = new AppendGuard(models, log, machine);
    node = RaftNode.newBuilder()
        .setGroupId(group)
        .setLocalEndpoint(self)
        .setInitialGroupMembers(List.of(founder))
        .setConfig(config(snapshotInterval))
        .setExecutor(time)
        .setClock(time)
        .setRandom(new Random(seed))
        .setTransport(transport(host))
        .setRaftNodeReportListener(report -> host.changed())
        .setStateMachine(machine)
        .setStore(log)
        .setModelFactory(models)
        .build();
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

  private Transport transport(Host host) {
    return new Transport() {
      @Override
      public void send(RaftEndpoint target, RaftMessage message) {
        host.send((Endpoint) target, guard.outgoing(message));
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
  }

  /** A message of another replica of the group came in. */
  public void receive(RaftMessage message) {
    node.handle(guard.incoming(message));
    guard.done();
    snapshotIfLong();
  }

  /** MicroRaft counts entries, however big they are. */
  private void snapshotIfLong() {
    if (log.bytes() > MAX_LOG_BYTES && machine.lastApplied() > machine.snapshotIndex()) {
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
    snapshotIfLong();
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
      Endpoint member, MembershipChangeMode mode, Consumer<@Nullable Throwable> outcome) {
    when(
        node.changeMembership(member, mode, node.getCommittedMembers().getLogIndex()),
        (done, failure) -> outcome.accept(failure));
  }

  /** Makes a voter the leader in place of this one, if it can. */
  public void transfer(Endpoint to, Consumer<@Nullable Throwable> outcome) {
    when(node.transferLeadership(to), (done, failure) -> outcome.accept(failure));
  }

  /**
   * The leader is dead, so this replica stands for election at once, if it may. Safe at any time: a
   * leader that lives is only disturbed.
   */
  public void stand() {
    RaftEndpoint leader = node.getTerm().getLeaderEndpoint();
    if (time.isStopped()) {
      return;
    }
    RaftNodeReport report = report();
    if (leader != null && report.getRole() == RaftRole.FOLLOWER) {
      node.handle(models
          .createTriggerLeaderElectionRequestBuilder()
          .setGroupId(node.getGroupId())
          .setSender(leader)
          .setTerm(report.getTerm().getTerm())
          .setLastLogTerm(report.getLog().getLastLogOrSnapshotTerm())
          .setLastLogIndex(report.getLog().getLastLogOrSnapshotIndex())
          .build());
    }
  }

  /**
   * Where this replica stands.
   *
   * @throws IllegalStateException if it is in the middle of something: not for its callbacks
   */
  public RaftNodeReport report() {
    Ordered<RaftNodeReport> report = node.getReport().getNow(null);
    if (report == null) {
      throw new IllegalStateException("Replica " + self + " is busy");
    }
    return report.getResult();
  }

  /** Whether this is the leader, as far as it knows. */
  public boolean isLeader() {
    return self.equals(leader());
  }

  /** The leader, as far as it is known here. */
  public @Nullable Endpoint leader() {
    return (Endpoint) node.getTerm().getLeaderEndpoint();
  }

  /** Which replica this is. */
  public Endpoint self() {
    return self;
  }

  /** The members that are committed. */
  public Members members() {
    RaftGroupMembers members = node.getCommittedMembers();
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

  /** The state here, to be looked at. */
  public Store store() {
    return machine.store();
  }

  /**
   * What another group may begin with when the others of this one are gone: the state here, with
   * all batches that this replica holds, committed or not.
   */
  public Store salvage() {
    Store store = Store.restore(machine.store().snapshot());
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
