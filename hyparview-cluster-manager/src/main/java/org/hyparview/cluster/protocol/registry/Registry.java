package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryAction.Disbelieve;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Joined;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Left;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Returned;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Digest;
import org.hyparview.cluster.protocol.registry.RegistryMessage.EntrySummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.InSync;
import org.hyparview.cluster.protocol.registry.RegistryMessage.MemberSummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Offer;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Pull;
import org.hyparview.cluster.protocol.registry.RegistryMessage.State;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The registry of one node: which nodes are in the cluster, the info and the handlers of each, and
 * the replicated maps. Every node holds all of it.
 *
 * <p><b>Use.</b> Notify it of the overlay's neighbors by {@link #neighborUp} and
 * {@link #neighborDown}, or that there is no other node by {@link #alone}; pass it incoming
 * messages and broadcasts by {@link #receive} and {@link #receiveBroadcast}. Local changes
 * ({@link #addRegistration} and the like) each return a ticket; call {@link #flush} when all
 * changes of one turn are made, or wait for the {@link #deadline}, which is due at once. Drain the
 * outbox after each input.
 *
 * <p><b>A record</b> is written only by its owner, which numbers its states. Changes are broadcast;
 * those that were lost or arrive out of order are pulled; neighbors compare their whole state every
 * few seconds. <b>A node is in the cluster</b> from when its record is known until it leaves or is
 * {@linkplain #declareDead declared dead}. Then a tombstone remains, so that only its owner can
 * bring the record back, with a higher incarnation.
 *
 * <p><b>Invariants</b>, after each input:
 *
 * <ol>
 *   <li>A node has a record or a tombstone, never both. This node has a record.
 *   <li>All reported events add up to the known state.
 *   <li>The stamp of a node's record never decreases, unless a tombstone came between; the
 *       incarnation never does.
 *   <li>Each ticket is completed once, at the latest at its timeout.
 *   <li>The hash is that of the known state.
 *   <li>The kept state is within the bounds of the {@link RegistryConfig}.
 * </ol>
 *
 * <p><b>Not promised</b>: that all nodes see changes in the same order, or at the same time.
 */
public final class Registry {

  /** The machine that composes this one with others. */
  public interface Host extends RegistryAction.Handler, RegistryEvent.Host {}

  /** Where this node is in its life. */
  private enum Phase {
    /** It has not received the state of the cluster. */
    STARTING,
    /** It announces itself. */
    ANNOUNCING,
    /** It is in the cluster. */
    JOINED,
    /** It has announced its departure, and waits for the acknowledgement. */
    LEAVING,
    /** It is no longer in the cluster. */
    LEFT
  }

  private static final long NOT_YET = -1;

  private final RegistryConfig config;
  private final Outbox<Host> outbox = new Outbox<>();
  private final HybridClock clock;
  private final PullQueue pullQueue;
  private final Replica replica;
  private final AntiEntropy antiEntropy;
  private final ChangeLog log;
  private final PendingChanges tickets;
  private final NodeRecord own;
  private final Messages messages = new Messages();

  private Phase phase = Phase.STARTING;
  private long now;
  private long decisive = NOT_YET;
  private long phaseDeadline = Machine.NEVER;

  /**
   * Creates a registry that knows only its own node.
   *
   * @param self this node; its incarnation should be the wall clock in milliseconds, from which
   *     timestamps are derived
   * @param random seeded; the only source of randomness
   */
  public Registry(Peer self, RegistryConfig config, RandomGenerator random, long now) {
    this.config = Objects.requireNonNull(config, "config");
    this.now = now;
    clock = new HybridClock(self.incarnation() - now);
    pullQueue = new PullQueue(
        Math.max(config.maxMembers(), 2 * config.maxEntries()),
        config.maxRegistrations() + 2,
        config.maxMessageBytes());
    replica = new Replica(self.id(), config, clock, pullQueue, outbox);
    antiEntropy = new AntiEntropy(self.id(), config, random, clock, replica, pullQueue, outbox);
    Stamp first = new Stamp(self.incarnation(), 0);
    log = new ChangeLog(first, config.maxMessageBytes());
    tickets = new PendingChanges(outbox);
    own = new NodeRecord(self, first, config.maxRegistrations(), outbox);
    replica.members().add(own);
  }

  // Inputs from the overlay

  /** Notes a neighbor at the end of this link. */
  public void neighborUp(Peer peer, long link, long time) {
    now = time;
    antiEntropy.neighborUp(peer, link, now);
    settle();
  }

  /** Notes that the neighbor at the end of this link is gone from the view. */
  public void neighborDown(long link, long time) {
    now = time;
    antiEntropy.neighborDown(link);
    settle();
  }

  /**
   * Notes that no other node can be found: this one is the first, unless it has a state already.
   */
  public void alone(long time) {
    now = time;
    if (phase == Phase.STARTING) {
      antiEntropy.foundAlone(now);
      settle();
    }
  }

  /** Takes a message of a neighbor, on its link. Messages on other links are ignored. */
  public void receive(long link, RegistryMessage message, long time) {
    now = time;
    if (antiEntropy.isNeighbor(link) && phase != Phase.LEFT) {
      messages.link = link;
      message.dispatch(messages);
      settle();
    }
  }

  /** Takes a broadcast of this node or another one. */
  public void receiveBroadcast(Update update, long time) {
    now = time;
    if (phase != Phase.LEFT) {
      apply(update);
      settle();
    }
  }

  /** Notes the end of a {@link RegistryAction.Broadcast}. */
  public void broadcastCompleted(long number, boolean acknowledged, long time) {
    now = time;
    log.completed(number, acknowledged);
    tickets.acknowledged(log.begin());
    if (number == decisive) {
      decisive = NOT_YET;
      endPhase();
    }
    settle();
  }

  /**
   * Ends a phase: this node's announcement was acknowledged, or it has waited long enough for that.
   */
  private void endPhase() {
    phaseDeadline = Machine.NEVER;
    if (phase == Phase.ANNOUNCING) {
      phase = Phase.JOINED;
      report(new Joined());
    } else if (phase == Phase.LEAVING) {
      finishLeaving();
    }
  }

  // Inputs from the failure detector

  /** Declares a member dead in an incarnation. Nothing happens if it has a later one by now. */
  public void declareDead(PeerId id, long incarnation, long time) {
    now = time;
    if (id.equals(own.id()) || phase == Phase.LEFT) {
      return;
    }
    bury(new Tombstone(id, incarnation, DownReason.DEAD, clock.wallClock(now)));
    settle();
  }

  /** Refutes a suspicion of this node in an incarnation by a higher one. */
  public void refute(long incarnation, long time) {
    now = time;
    if (own.stamp().incarnation() <= incarnation
        && isPresent()
        && replica.believesAccusation(incarnation)) {
      Peer raised = own.owner().withIncarnation(incarnation + 1);
      replica.members().change(own, () -> own.restamp(raised, own.stamp().in(incarnation + 1)));
      log.announce();
    }
    settle();
  }

  /** Notes that this node was declared dead in an incarnation. */
  public void heardOfOwnDeath(long incarnation, long time) {
    now = time;
    if (phase != Phase.LEFT) {
      replica.hearOfOwnDeath(incarnation);
      settle();
    }
  }

  // Local changes

  /** Sets this node's info, at most {@value RecordOp#MAX_INFO_BYTES} bytes. */
  public long setNodeInfo(Bytes info, long time) {
    return change(new RecordOp.SetNodeInfo(info), time);
  }

  /** Sets this node's metadata, at most {@value RecordOp#MAX_INFO_BYTES} bytes. */
  public long setMetadata(Bytes metadata, long time) {
    return change(new RecordOp.SetMetadata(metadata), time);
  }

  /**
   * Adds a handler of this node at an address.
   *
   * @param seq a number that none of this node's registrations has, 0 or more
   * @return a ticket
   * @throws IllegalStateException if the number is taken, or there are too many registrations
   */
  public long addRegistration(long seq, String address, long time) {
    RecordOp op = new RecordOp.AddRegistration(seq, address);
    if (own.registrations().containsKey(seq) || own.isFull()) {
      throw new IllegalStateException("Registration " + seq + " of " + address
          + " is one too many: the number is taken, or there are " + config.maxRegistrations());
    }
    return change(op, time);
  }

  /** Removes a handler of this node. Its ticket is completed after those of earlier changes. */
  public long removeRegistration(long seq, long time) {
    RecordOp op = new RecordOp.RemoveRegistration(seq);
    now = time;
    return own.registrations().containsKey(seq) ? change(op, time) : ticket();
  }

  private long change(RecordOp op, long time) {
    now = time;
    if (isPresent()) {
      replica.members().change(own, () -> own.apply(op));
      log.add(op);
    }
    return ticket();
  }

  /**
   * Writes an entry of a replicated map.
   *
   * @return a ticket
   * @throws IllegalStateException if there are too many entries, or too many bytes in them
   */
  public long putEntry(String map, Bytes key, Bytes value, long time) {
    return write(new EntryKey(map, key), Objects.requireNonNull(value, "value"), time);
  }

  /** Removes an entry of a replicated map. */
  public long removeEntry(String map, Bytes key, long time) {
    return write(new EntryKey(map, key), null, time);
  }

  private long write(EntryKey key, @Nullable Bytes value, long time) {
    now = time;
    if (!replica.entries().hasRoomFor(key, value)) {
      throw new IllegalStateException("The replicated maps are full: they may have "
          + config.maxEntries() + " entries of " + config.maxEntryBytes() + " bytes together");
    }
    if (isPresent()) {
      Entry entry = new Entry(key, value, clock.tick(now), own.id());
      replica.merge(entry, now);
      log.add(entry);
    }
    return ticket();
  }

  private long ticket() {
    return isPresent()
        ? tickets.add(log.end(), now + config.completionTimeout())
        : tickets.addCompleted(Outcome.LEFT);
  }

  private boolean isPresent() {
    return phase != Phase.LEAVING && phase != Phase.LEFT;
  }

  /** Broadcasts the local changes, which are collected until then. */
  public void flush(long time) {
    now = time;
    if (phase != Phase.STARTING && phase != Phase.LEFT) {
      tickets.acknowledged(log.begin());
      while (log.isDue()) {
        broadcast(phase == Phase.LEAVING);
      }
      settleAlone();
    }
  }

  private long broadcast(boolean leaving) {
    RegistryAction.Broadcast next = log.next(own.owner(), leaving);
    outbox.add(next);
    return next.number();
  }

  /** Announces the departure; {@link Left} follows on acknowledgement, or after a while. */
  public void leave(long time) {
    now = time;
    if (!isPresent()) {
      return;
    }
    if (phase == Phase.STARTING) {
      finishLeaving();
      return;
    }
    phase = Phase.LEAVING;
    phaseDeadline = now + config.leaveTimeout();
    decisive = broadcast(true);
    settleAlone();
  }

  /**
   * Completes all changes while there is no other member: then all members know everything,
   * whatever the outcome of the broadcasts. So the last node in the cluster waits for no other.
   */
  private void settleAlone() {
    if (replica.members().records().size() > 1) {
      return;
    }
    if (phase == Phase.LEAVING) {
      endPhase();
    } else if (phase == Phase.JOINED) {
      tickets.completeAll(Outcome.ACKNOWLEDGED);
    }
  }

  private void finishLeaving() {
    phase = Phase.LEFT;
    phaseDeadline = Machine.NEVER;
    tickets.completeAll(Outcome.LEFT);
    report(new Left());
  }

  // Time

  /** Handles the arrival of the {@link #deadline}. */
  public void wake(long time) {
    now = time;
    if (phase == Phase.LEFT) {
      return;
    }
    antiEntropy.wake(now);
    if (now >= phaseDeadline) {
      endPhase();
    }
    settle();
    flush(now);
    tickets.expire(now);
  }

  /** Returns when {@link #wake} must be called: now, if there is something to {@link #flush}. */
  public long deadline() {
    if (phase == Phase.LEFT) {
      return Machine.NEVER;
    }
    boolean due = phase != Phase.STARTING && (log.isDue() || tickets.isDone(log.begin()));
    long others = Math.min(tickets.deadline(), phaseDeadline);
    return due ? now : Math.min(antiEntropy.deadline(), others);
  }

  /** What is to be done, in order. */
  public Outbox<Host> outbox() {
    return outbox;
  }

  /** Does what follows from any input. */
  private void settle() {
    if (phase == Phase.LEFT) {
      return;
    }
    if (replica.isClaimed()) {
      comeBack(replica.takeClaim());
    }
    antiEntropy.proceed(now);
    if (phase == Phase.STARTING && antiEntropy.hasState()) {
      phase = Phase.ANNOUNCING;
      replica.enter();
      phaseDeadline = now + config.announceTimeout();
      decisive = broadcast(false);
    }
    settleAlone();
  }

  /**
   * Restarts this node's record with all its content under a higher incarnation: it was declared
   * dead, or its id was in use before.
   */
  private void comeBack(long incarnation) {
    if (!isPresent()) {
      return;
    }
    List<RecordOp> all = own.toOps();
    Stamp empty = new Stamp(Math.max(incarnation, own.stamp().incarnation()) + 1, 0);
    Peer raised = own.owner().withIncarnation(empty.incarnation());
    replica.members().change(own, () -> own.restamp(raised, empty.plus(all.size())));
    log.restart(empty, all);
    tickets.postpone(log.end());
    if (phase != Phase.STARTING) {
      report(new Returned(raised));
    }
    if (phase == Phase.ANNOUNCING) {
      decisive = broadcast(false);
    }
  }

  // Messages

  private void apply(Update update) {
    Peer owner = update.delta().owner();
    for (Entry entry : update.entries()) {
      if (entry.writer().equals(owner.id())) {
        replica.merge(entry, now);
      } else {
        outbox.add(new Disbelieve("to have written an entry as node " + entry.writer()));
      }
    }
    if (!update.leaving()) {
      replica.apply(update.delta(), now);
    } else if (!owner.id().equals(own.id())) {
      bury(new Tombstone(owner.id(), owner.incarnation(), DownReason.LEFT, clock.wallClock(now)));
    }
  }

  private void bury(Tombstone tombstone) {
    replica.bury(tombstone, now);
    if (tombstone.reason() == DownReason.DEAD) {
      antiEntropy.tellIfNeighbor(tombstone);
    }
  }

  /** The handler of all messages. The link is that of the current message. */
  private final class Messages implements RegistryMessage.Handler {

    private long link;

    @Override
    public void onUpdate(Update message) {
      outbox.add(new Disbelieve("to pass on an update, which is only broadcast"));
    }

    @Override
    public void onDigest(Digest message) {
      antiEntropy.digest(link, message, now);
    }

    @Override
    public void onInSync(InSync message) {
      antiEntropy.inSync(link);
    }

    @Override
    public void onMemberSummary(MemberSummary message) {
      antiEntropy.summary(link, message, now);
    }

    @Override
    public void onEntrySummary(EntrySummary message) {
      antiEntropy.summary(link, message, now);
    }

    @Override
    public void onOffer(Offer message) {
      antiEntropy.offer(link, message, now);
    }

    @Override
    public void onPull(Pull message) {
      antiEntropy.pull(link, message);
    }

    @Override
    public void onState(State message) {
      antiEntropy.state(link, message, now);
    }
  }

  private void report(RegistryEvent event) {
    outbox.add(event);
  }

  // State for the host

  /** Returns this node, with its present incarnation. */
  public Peer self() {
    return own.owner();
  }

  /** Returns whether {@link Joined} was reported and this node is not leaving. */
  public boolean isJoined() {
    return phase == Phase.JOINED;
  }

  /** Returns whether this node has announced itself to the others, and has not left. */
  public boolean isMember() {
    return phase == Phase.ANNOUNCING || phase == Phase.JOINED;
  }

  /** Returns the nodes in the cluster, this one included, by id; a copy. */
  public List<Peer> members() {
    List<Peer> all = new ArrayList<>();
    replica.members().records().values().forEach(record -> all.add(record.owner()));
    return all;
  }

  /** Returns the known stamp of a node's record, or null if the node is not in the cluster. */
  public @Nullable Stamp stamp(PeerId id) {
    NodeRecord record = replica.members().record(id);
    return record == null ? null : record.stamp();
  }

  /** Returns whether a node is in the cluster, or this incarnation of it is known to have ended. */
  public boolean knows(Peer peer) {
    Tombstone tombstone = replica.members().tombstone(peer.id());
    return replica.members().record(peer.id()) != null
        || (tombstone != null && tombstone.incarnation() >= peer.incarnation());
  }

  /** Returns the info of a node, or null if it has none or is not in the cluster. */
  public @Nullable Bytes nodeInfo(PeerId id) {
    NodeRecord record = replica.members().record(id);
    return record == null ? null : record.info();
  }

  /** Returns the metadata of a node, or null if it has none or is not in the cluster. */
  public @Nullable Bytes metadata(PeerId id) {
    NodeRecord record = replica.members().record(id);
    return record == null ? null : record.metadata();
  }

  /**
   * Returns the registrations of a node, address by seq; none if it is not in the cluster. A copy.
   */
  public SortedMap<Long, String> registrations(PeerId id) {
    NodeRecord record = replica.members().record(id);
    return record == null ? new TreeMap<>() : new TreeMap<>(record.registrations());
  }

  /** Returns the value of an entry, or null if there is none. */
  public @Nullable Bytes entry(String map, Bytes key) {
    Entry entry = replica.entries().get(new EntryKey(map, key));
    return entry == null ? null : entry.value();
  }

  /** Returns the entries of a replicated map; a copy. */
  public SortedMap<Bytes, Bytes> entries(String map) {
    SortedMap<Bytes, Bytes> all = new TreeMap<>();
    replica.entries().all().tailMap(new EntryKey(map, Bytes.EMPTY)).forEach((key, entry) -> {
      Bytes value = entry.value();
      if (key.map().equals(map) && value != null) {
        all.put(key.key(), value);
      }
    });
    return all;
  }

  /** Returns the tombstones of the departed nodes, by id; a copy. */
  public List<Tombstone> tombstones() {
    return List.copyOf(replica.members().tombstones().values());
  }

  /** Returns the sizes of what is held here; takes time in proportion to the members. */
  public RegistrySizes sizes() {
    long registrations = 0;
    for (NodeRecord record : replica.members().records().values()) {
      registrations += record.registrations().size();
    }
    int removed = replica.entries().removed();
    return new RegistrySizes(
        registrations,
        own.registrations().size(),
        replica.members().tombstones().size(),
        replica.entries().all().size() - removed,
        removed,
        pullQueue.size());
  }

  /** Returns a hash over the known state; equal where the state is equal. */
  public long hash() {
    return replica.hash();
  }

  /** Returns how many records and entries are known to be missing, or are being pulled. */
  public int wanted() {
    return pullQueue.size();
  }
}
