package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.protocol.data.Bytes;
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
 * The registry of one node: which nodes are in the cluster, what each of them says of itself and
 * which handlers it has, and the replicated maps. Every node holds all of it.
 *
 * <p><b>Use.</b> Tell it of the overlay's neighbours by {@link #neighborUp} and
 * {@link #neighborDown}, or that there is nobody by {@link #alone}; give it what comes in by
 * {@link #receive}, also the broadcasts. Local changes ({@link #addRegistration} and the like) each
 * give a ticket; call {@link #flush} when all changes of one turn are made, or wait for the
 * {@link #deadline}, which is due at once. Drain the outbox after each input.
 *
 * <p><b>A record</b> is written by its owner alone, who numbers the states of it. Changes are
 * broadcast; what was lost or comes out of order is pulled; neighbours compare all they have every
 * few seconds. <b>A node is in the cluster</b> from when its record is known until it says farewell
 * or is {@linkplain #declareDead declared dead}. Then a tombstone remains, so that nobody brings
 * the record back but its owner, who takes a higher incarnation.
 *
 * <p><b>Invariants</b>, after each input:
 *
 * <ol>
 *   <li>A node has a record or a tombstone, never both. This node has a record.
 *   <li>What has been reported adds up to what is known.
 *   <li>The stamp of a node's record never gets less, unless a tombstone came between; the
 *       incarnation never does.
 *   <li>Each ticket is completed once, at the latest at its timeout.
 *   <li>The hash is that of all that is known.
 *   <li>All that is kept is within the bounds of the {@link RegistryConfig}.
 * </ol>
 *
 * <p><b>Not promised</b>: that all nodes see changes in the same order, or at the same time.
 */
public final class Registry {

  /** The machine that composes this one with others. */
  public interface Host extends RegistryAction.Handler, RegistryEvent.Host {}

  /** Where this node is in its life. */
  private enum Phase {
    /** It has not got the state of the cluster. */
    STARTING,
    /** It makes itself known. */
    ANNOUNCING,
    /** It is in the cluster. */
    JOINED,
    /** It has said farewell, and waits for that to be heard. */
    LEAVING,
    /** It is in the cluster no more. */
    LEFT
  }

  private static final long NOT_YET = -1;

  private final RegistryConfig config;
  private final Outbox<Host> outbox = new Outbox<>();
  private final HybridClock clock;
  private final Wanted wanted;
  private final Replica replica;
  private final AntiEntropy antiEntropy;
  private final ChangeLog log;
  private final Tickets tickets;
  private final NodeRecord own;
  private final Messages messages = new Messages();

  private Phase phase = Phase.STARTING;
  private long now;
  private long decisive = NOT_YET;
  private long phaseDeadline = Machine.NEVER;

  /**
   * A registry that knows only its own node.
   *
   * @param self this node; its incarnation should be the wall clock in milliseconds, which
   *     timestamps are derived from
   * @param random seeded; the only source of chance
   */
  public Registry(Peer self, RegistryConfig config, RandomGenerator random, long now) {
    this.config = Objects.requireNonNull(config, "config");
    this.now = now;
    clock = new HybridClock(self.incarnation() - now);
    wanted = new Wanted(
        Math.max(config.maxMembers(), config.maxEntries()),
        config.maxRegistrations() + 2,
        config.maxMessageBytes());
    replica = new Replica(self.id(), config, clock, wanted, outbox);
    antiEntropy = new AntiEntropy(self.id(), config, random, replica, wanted, outbox);
    Stamp first = new Stamp(self.incarnation(), 0);
    log = new ChangeLog(first, config.maxMessageBytes());
    tickets = new Tickets(outbox);
    own = new NodeRecord(self, first, config.maxRegistrations(), outbox);
    replica.members().add(own);
  }

  // What the overlay tells

  /** A neighbour is there, at the end of this link. */
  public void neighborUp(Peer peer, long link, long time) {
    now = time;
    antiEntropy.neighborUp(peer, link, now);
    settle();
  }

  /** The neighbour at the end of this link is there no more. */
  public void neighborDown(long link, long time) {
    now = time;
    antiEntropy.neighborDown(link);
    settle();
  }

  /** There is no other node to be found: this one is the first, unless it has a state already. */
  public void alone(long time) {
    now = time;
    if (phase == Phase.STARTING) {
      antiEntropy.foundAlone(now);
      settle();
    }
  }

  /** A message came from a neighbour, on its link. Others are ignored. */
  public void receive(long link, RegistryMessage message, long time) {
    now = time;
    if (antiEntropy.isNeighbour(link) && phase != Phase.LEFT) {
      messages.link = link;
      message.dispatch(messages);
      settle();
    }
  }

  /** A broadcast came, from this node or another one. */
  public void receiveBroadcast(Update update, long time) {
    now = time;
    if (phase != Phase.LEFT) {
      apply(update);
      settle();
    }
  }

  /** The end of a {@link RegistryAction.Broadcast}. */
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

  /** What this node had to say was heard, or it has waited long enough for that. */
  private void endPhase() {
    phaseDeadline = Machine.NEVER;
    if (phase == Phase.ANNOUNCING) {
      phase = Phase.JOINED;
      report(new Joined());
    } else if (phase == Phase.LEAVING) {
      finishLeaving();
    }
  }

  // What the failure detector tells

  /** A member is dead in an incarnation. Nothing happens if it has a later one by now. */
  public void declareDead(PeerId id, long incarnation, long time) {
    now = time;
    if (id.equals(own.id()) || phase == Phase.LEFT) {
      return;
    }
    bury(new Tombstone(id, incarnation, DownReason.DEAD, clock.wallClock(now)));
    settle();
  }

  /** This node is suspected in an incarnation: it shows that it lives by a higher one. */
  public void refute(long incarnation, long time) {
    now = time;
    if (own.stamp().incarnation() <= incarnation && isPresent()) {
      Peer raised = own.owner().withIncarnation(incarnation + 1);
      replica.members().change(own, () -> own.restamp(raised, own.stamp().in(incarnation + 1)));
      log.announce();
    }
    settle();
  }

  /** This node was declared dead in an incarnation. */
  public void heardOfOwnDeath(long incarnation, long time) {
    now = time;
    replica.hearOfOwnDeath(incarnation);
    settle();
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
   * A handler of this node can be reached at an address.
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

  /** A handler of this node is gone. Its ticket is completed after those of earlier changes. */
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
   * @throws IllegalStateException if there are too many entries
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
    if (!replica.entries().hasRoomFor(key)) {
      throw new IllegalStateException("There are " + config.maxEntries() + " entries already");
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

  /** Broadcasts the local changes; until then they are collected. */
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

  /** Says farewell; {@link Left} follows when it was heard, or after a while. */
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
   * Where there is no other member, all that there are know everything, whatever becomes of the
   * broadcasts. So who stays behind as the last one waits for nobody.
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

  /** The {@link #deadline} has come. */
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

  /** When {@link #wake} must be called: now, if there is something to {@link #flush}. */
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

  /** What follows from an input, whatever it was. */
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
      phaseDeadline = now + config.announceTimeout();
      decisive = broadcast(false);
    }
    settleAlone();
  }

  /** This node is held dead, or its id was in use before: it begins anew, with all it has. */
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
      report(new Returned());
    }
    if (phase == Phase.ANNOUNCING) {
      decisive = broadcast(false);
    }
  }

  // Messages

  private void apply(Update update) {
    for (Entry entry : update.entries()) {
      replica.merge(entry, now);
    }
    Peer owner = update.delta().owner();
    if (!update.leaving()) {
      replica.apply(update.delta());
    } else if (!owner.id().equals(own.id())) {
      bury(new Tombstone(owner.id(), owner.incarnation(), DownReason.LEFT, clock.wallClock(now)));
    }
  }

  private void bury(Tombstone tombstone) {
    replica.bury(tombstone);
    if (tombstone.reason() == DownReason.DEAD) {
      antiEntropy.tellIfNeighbour(tombstone);
    }
  }

  /** The handler of all messages. The link is that of the present message. */
  private final class Messages implements RegistryMessage.Handler {

    private long link;

    @Override
    public void onUpdate(Update message) {
      apply(message);
    }

    @Override
    public void onDigest(Digest message) {
      antiEntropy.digest(link, message);
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

  // What the host sees

  /** This node, with its present incarnation. */
  public Peer self() {
    return own.owner();
  }

  /** Whether {@link Joined} was reported and this node does not leave. */
  public boolean isJoined() {
    return phase == Phase.JOINED;
  }

  /** Whether this node has told the others that it is there, and has not left. */
  public boolean isMember() {
    return phase == Phase.ANNOUNCING || phase == Phase.JOINED;
  }

  /** The nodes in the cluster, this one included, by id; a copy. */
  public List<Peer> members() {
    List<Peer> all = new ArrayList<>();
    replica.members().records().values().forEach(record -> all.add(record.owner()));
    return all;
  }

  /** Which state of a node's record is known, or null if it is not in the cluster. */
  public @Nullable Stamp stamp(PeerId id) {
    NodeRecord record = replica.members().record(id);
    return record == null ? null : record.stamp();
  }

  /** Whether a node is in the cluster, or it is known that this life of it is over. */
  public boolean knows(Peer peer) {
    Tombstone tombstone = replica.members().tombstone(peer.id());
    return replica.members().record(peer.id()) != null
        || (tombstone != null && tombstone.incarnation() >= peer.incarnation());
  }

  /** The info of a node, or null if it has none or is not in the cluster. */
  public @Nullable Bytes nodeInfo(PeerId id) {
    NodeRecord record = replica.members().record(id);
    return record == null ? null : record.info();
  }

  /** The metadata of a node, or null if it has none or is not in the cluster. */
  public @Nullable Bytes metadata(PeerId id) {
    NodeRecord record = replica.members().record(id);
    return record == null ? null : record.metadata();
  }

  /** The registrations of a node, address by seq; none if it is not in the cluster. A copy. */
  public SortedMap<Long, String> registrations(PeerId id) {
    NodeRecord record = replica.members().record(id);
    return record == null ? new TreeMap<>() : new TreeMap<>(record.registrations());
  }

  /** The value of an entry, or null if there is none. */
  public @Nullable Bytes entry(String map, Bytes key) {
    Entry entry = replica.entries().get(new EntryKey(map, key));
    return entry == null ? null : entry.value();
  }

  /** The entries of a replicated map; a copy. */
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

  /** The tombstones of the nodes that are gone, by id; a copy. */
  public List<Tombstone> tombstones() {
    return List.copyOf(replica.members().tombstones().values());
  }

  /** A hash over all that is known; equal where the same is known. */
  public long hash() {
    return replica.hash();
  }

  /** How many records and entries are known of and are missing, or are being pulled. */
  public int wanted() {
    return wanted.size();
  }
}
