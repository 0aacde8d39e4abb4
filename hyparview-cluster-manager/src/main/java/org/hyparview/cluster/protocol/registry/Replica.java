package org.hyparview.cluster.protocol.registry;

import java.util.Deque;
import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryAction.Claimed;
import org.hyparview.cluster.protocol.registry.RegistryAction.Disbelieve;
import org.hyparview.cluster.protocol.registry.RegistryAction.MemberChanged;
import org.hyparview.cluster.protocol.registry.RegistryAction.MemberGone;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Incarnations;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of the state of the cluster. Others' state is merged into it, in any order and
 * any number of times, with the same result.
 *
 * <p>Of one node the greater incarnation wins, of equal ones the tombstone, otherwise the greater
 * version. Of one entry the {@linkplain EntryStamp later write} wins.
 *
 * <p>What others claim is believed within bounds, so that its owner, or the next writer, can always
 * go beyond it: see {@link Incarnations} and {@link HybridClock}.
 */
final class Replica {

  private static final long NO_CLAIM = -1;

  private final PeerId self;
  private final RegistryConfig config;
  private final Outbox<Registry.Host> outbox;
  private final HybridClock clock;
  private final Members members;
  private final Entries entries;
  private final EarlyDeltas early = new EarlyDeltas();
  private final PullQueue pullQueue;
  private long claimOnSelf = NO_CLAIM;
  private boolean isMember;

  Replica(
      PeerId self,
      RegistryConfig config,
      HybridClock clock,
      PullQueue pullQueue,
      Outbox<Registry.Host> outbox) {
    this.self = self;
    this.config = config;
    this.clock = clock;
    this.pullQueue = pullQueue;
    this.outbox = outbox;
    members = new Members(config.maxTombstones());
    entries = new Entries(config.maxEntries(), config.maxEntryBytes());
  }

  Members members() {
    return members;
  }

  Entries entries() {
    return entries;
  }

  /** Returns a hash over all of it, 0 or more. */
  long hash() {
    return (members.hash() + entries.hash()) & Long.MAX_VALUE;
  }

  /**
   * Returns, once, whether another incarnation of this node was observed that its own must exceed.
   */
  boolean isClaimed() {
    return claimOnSelf != NO_CLAIM;
  }

  long takeClaim() {
    long claim = claimOnSelf;
    claimOnSelf = NO_CLAIM;
    return claim;
  }

  /**
   * Notes that this node enters the cluster. Until then any former incarnation of it may be known
   * to the others; from then on none is created but by this node.
   */
  void enter() {
    isMember = true;
  }

  // Records

  /** Applies what it can of a delta; if it lacks what the delta builds on, that is requested. */
  void apply(Delta delta, long now) {
    Stamp stamp = delta.stamp();
    if (isNews(delta.owner(), stamp, now)) {
      NodeRecord record = members.record(delta.owner().id());
      if (isFromNothing(delta, record)) {
        replace(new Snapshot(delta.owner(), stamp, delta.ops()));
      } else if (record != null && fits(delta, record)) {
        extend(record, delta);
      } else {
        early.add(delta);
        pullQueue.add(delta.owner().id(), PullQueue.ANY);
      }
    }
  }

  private static boolean isFromNothing(Delta delta, @Nullable NodeRecord record) {
    return delta.base().version() == 0
        && (record == null || record.stamp().incarnation() < delta.base().incarnation());
  }

  /** Returns whether the record is in one of the states that the delta leads through. */
  private static boolean fits(Delta delta, NodeRecord record) {
    Stamp base = delta.base();
    Stamp stamp = record.stamp();
    long done = stamp.version() - base.version();
    return base.incarnation() <= stamp.incarnation()
        && done >= 0
        && done <= delta.ops().size();
  }

  private void extend(NodeRecord record, Delta delta) {
    Peer owner = delta.owner();
    int done = (int) (record.stamp().version() - delta.base().version());
    boolean raised = record.stamp().incarnation() < owner.incarnation();
    List<RecordOp> rest = delta.ops().subList(done, delta.ops().size());
    members.change(record, () -> {
      record.restamp(owner, record.stamp().in(owner.incarnation()));
      rest.forEach(record::apply);
    });
    if (raised) {
      outbox.add(new MemberChanged(owner));
    }
  }

  /** Takes a whole record, if it is newer, and then the deltas that were early. */
  void take(Snapshot snapshot, long now) {
    if (isNews(snapshot.owner(), snapshot.stamp(), now)) {
      replace(snapshot);
    }
    Deque<Delta> deltas = early.take(snapshot.owner().id());
    if (deltas != null) {
      deltas.forEach(delta -> apply(delta, now));
    }
  }

  /** Returns whether a record is newer than the known one, and is to be known at all. */
  private boolean isNews(Peer owner, Stamp stamp, long now) {
    if (owner.id().equals(self)) {
      hearOfSelf(stamp);
      return false;
    }
    NodeRecord record = members.record(owner.id());
    boolean fits = record != null || members.tombstone(owner.id()) != null || hasRoom();
    return fits && isNews(owner.id(), stamp, now);
  }

  /** Returns whether a state of another node's record is newer than what is known of that node. */
  boolean isNews(PeerId id, Stamp stamp, long now) {
    NodeRecord record = members.record(id);
    Tombstone tombstone = members.tombstone(id);
    boolean isLater = (record == null || stamp.isAfter(record.stamp()))
        && (tombstone == null || stamp.incarnation() > tombstone.incarnation());
    return isLater && believes(id, stamp.incarnation(), now);
  }

  /**
   * Returns whether a node may have this incarnation. It may have restarted, by the clock of its
   * host, since the known one began.
   */
  private boolean believes(PeerId id, long incarnation, long now) {
    NodeRecord record = members.record(id);
    Tombstone tombstone = members.tombstone(id);
    boolean isPlausible;
    if (record != null) {
      isPlausible = isPlausible(incarnation, record.stamp().incarnation(), now);
    } else if (tombstone != null) {
      isPlausible = isPlausible(incarnation, tombstone.incarnation(), now);
    } else {
      isPlausible = Incarnations.isPlausible(incarnation);
    }
    return believed(isPlausible, id, incarnation);
  }

  private boolean isPlausible(long incarnation, long known, long now) {
    return Incarnations.isPlausible(incarnation, Math.max(known, clock.clusterClock(now)));
  }

  /** Returns whether a member may have been declared dead in this incarnation. */
  private boolean believesDeath(NodeRecord record, long incarnation) {
    boolean mayHaveRun = record.id().equals(self) && !isMember;
    boolean isPlausible = mayHaveRun
        ? Incarnations.isPlausible(incarnation)
        : Incarnations.isPlausible(incarnation, record.stamp().incarnation());
    return believed(isPlausible, record.id(), incarnation);
  }

  /** Returns whether this node may have been accused in this incarnation. */
  boolean believesAccusation(long incarnation) {
    NodeRecord own = members.record(self);
    return own != null && believesDeath(own, incarnation);
  }

  private boolean believed(boolean isPlausible, PeerId id, long incarnation) {
    if (!isPlausible) {
      outbox.add(new Disbelieve("that node " + id + " has incarnation " + incarnation));
    }
    return isPlausible;
  }

  private boolean hasRoom() {
    return members.records().size() < config.maxMembers();
  }

  /** Notes a record of this node that this node has not written: it is of a former incarnation. */
  void hearOfSelf(Stamp stamp) {
    NodeRecord own = members.record(self);
    if (own != null && stamp.isAfter(own.stamp()) && believesDeath(own, stamp.incarnation())) {
      claimOnSelf = Math.max(claimOnSelf, stamp.incarnation());
    }
  }

  private void replace(Snapshot snapshot) {
    NodeRecord known = members.record(snapshot.owner().id());
    boolean isNew = known == null;
    NodeRecord record = known == null ? add(snapshot.owner()) : known;
    boolean raised = record.stamp().incarnation() < snapshot.owner().incarnation();
    members.change(
        record, () -> record.replace(snapshot.owner(), snapshot.stamp(), snapshot.ops()));
    if (isNew || raised) {
      outbox.add(new MemberChanged(snapshot.owner()));
    }
  }

  private NodeRecord add(Peer owner) {
    NodeRecord record =
        new NodeRecord(owner, new Stamp(owner.incarnation(), 0), config.maxRegistrations(), outbox);
    members.add(record);
    outbox.add(new NodeUp(owner));
    return record;
  }

  // Departed nodes

  /** Takes a neighbor's tombstone. If the node has died, it first gets the chance to refute. */
  void learn(Tombstone tombstone, long now) {
    NodeRecord record = members.record(tombstone.id());
    Tombstone known = members.tombstone(tombstone.id());
    if (tombstone.id().equals(self)) {
      hearOfOwnDeath(tombstone.incarnation());
    } else if (isForgotten(tombstone.wallClock(), now)) {
      return;
    } else if (record != null && record.stamp().incarnation() <= tombstone.incarnation()) {
      if (tombstone.reason() == DownReason.LEFT) {
        bury(tombstone, now);
      } else if (believesDeath(record, tombstone.incarnation())) {
        outbox.add(new Claimed(tombstone.id(), tombstone.incarnation()));
      }
    } else if (record == null
        && (known == null || tombstone.isAfter(known))
        && believes(tombstone.id(), tombstone.incarnation(), now)) {
      members.bury(tombstone.notAfter(latest(now)));
    }
  }

  /** Returns the latest wall clock that may be reported now. */
  private long latest(long now) {
    return clock.clusterClock(now) + HybridClock.MAX_AHEAD;
  }

  /** Notes that another node considers this one dead. */
  void hearOfOwnDeath(long incarnation) {
    NodeRecord own = members.record(self);
    if (own != null
        && own.stamp().incarnation() <= incarnation
        && believesDeath(own, incarnation)) {
      claimOnSelf = Math.max(claimOnSelf, incarnation);
    }
  }

  /** Replaces the record of a departed node by a tombstone; its entries stay. */
  void bury(Tombstone tombstone, long now) {
    Tombstone known = members.tombstone(tombstone.id());
    NodeRecord record = members.record(tombstone.id());
    if ((known != null && !tombstone.isAfter(known))
        || (record != null && record.stamp().incarnation() > tombstone.incarnation())) {
      return;
    }
    boolean isBelieved = record != null
        ? believesDeath(record, tombstone.incarnation())
        : believes(tombstone.id(), tombstone.incarnation(), now);
    if (!isBelieved) {
      return;
    }
    if (record != null) {
      members.removeRecord(tombstone.id());
      record.clear();
      outbox.add(new NodeDown(record.owner(), tombstone.reason()));
      outbox.add(new MemberGone(tombstone.id()));
    }
    members.bury(tombstone.notAfter(latest(now)));
  }

  // Entries

  /** Takes a write, if it is later than the last of that entry. */
  void merge(Entry entry, long now) {
    Entry known = entries.get(entry.key());
    boolean old = entry.isRemoved() && isForgotten(HybridClock.millis(entry.timestamp()), now);
    if (old || !isNews(entry.stamp(), now) || !entries.hasRoomFor(entry.key(), entry.value())) {
      return;
    }
    clock.observe(entry.timestamp());
    entries.put(entry);
    Bytes before = known == null ? null : known.value();
    Bytes after = entry.value();
    if (after == null ? before != null : !after.equals(before)) {
      outbox.add(new EntryChanged(entry.key().map(), entry.key().key(), after));
    }
  }

  /** Returns whether a write is later than the last of its entry. */
  boolean isNews(EntryStamp stamp, long now) {
    if (!stamp.beats(entries.get(stamp.key()))) {
      return false;
    }
    boolean isPlausible = clock.isPlausible(stamp.timestamp(), now);
    if (!isPlausible) {
      outbox.add(new Disbelieve("that an entry of map " + stamp.key().map() + " was written at "
          + HybridClock.millis(stamp.timestamp())));
    }
    return isPlausible;
  }

  // Expiry of tombstones

  private boolean isForgotten(long wallClock, long now) {
    return wallClock < oldest(now);
  }

  private long oldest(long now) {
    return clock.wallClock(now) - config.tombstoneRetention();
  }

  /** Drops the tombstones that have expired. */
  void forget(long now) {
    members.forgetBefore(oldest(now));
    entries.forgetBefore(oldest(now));
  }
}
