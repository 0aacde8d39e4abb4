package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;
import org.hyparview.cluster.protocol.registry.RegistryMessage.EntrySummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.MemberSummary;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Offer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/** The summaries of a replica, in messages of bounded size, and their comparison with another's. */
final class Summaries {

  private final PeerId self;
  private final int maxBytes;
  private final Replica replica;
  private final PullQueue pullQueue;

  Summaries(PeerId self, int maxBytes, Replica replica, PullQueue pullQueue) {
    this.self = self;
    this.maxBytes = maxBytes;
    this.replica = replica;
    this.pullQueue = pullQueue;
  }

  /** Returns summaries of the whole replica, with this node's wall clock. */
  List<RegistryMessage> ofAll(long wallClock) {
    List<RegistryMessage> all = new ArrayList<>();
    addMembers(all, wallClock);
    addEntries(all);
    return all;
  }

  private void addMembers(List<RegistryMessage> all, long wallClock) {
    Members members = replica.members();
    TreeSet<PeerId> ids = new TreeSet<>(members.records().keySet());
    ids.addAll(members.tombstones().keySet());
    PeerId after = null;
    Iterator<PeerId> rest = ids.iterator();
    do {
      OfferBuilder part = new OfferBuilder(maxBytes);
      PeerId last = null;
      while (rest.hasNext() && part.hasRoom()) {
        last = rest.next();
        addMember(part, last);
      }
      PeerId upTo = rest.hasNext() ? last : null;
      all.add(new MemberSummary(after, upTo, part.records, part.tombstones, wallClock));
      after = upTo;
    } while (after != null);
  }

  private void addEntries(List<RegistryMessage> all) {
    EntryKey after = null;
    Iterator<Entry> rest = replica.entries().all().values().iterator();
    do {
      OfferBuilder part = new OfferBuilder(maxBytes);
      EntryKey last = null;
      while (rest.hasNext() && part.hasRoom()) {
        Entry entry = rest.next();
        last = entry.key();
        part.add(entry.stamp());
      }
      EntryKey upTo = rest.hasNext() ? last : null;
      all.add(new EntrySummary(after, upTo, part.entries));
      after = upTo;
    } while (after != null);
  }

  private void addMember(OfferBuilder part, PeerId id) {
    NodeRecord record = replica.members().record(id);
    Tombstone tombstone = replica.members().tombstone(id);
    if (record != null) {
      part.add(new RecordStamp(id, record.stamp()));
    } else if (tombstone != null) {
      part.add(tombstone);
    }
  }

  /** Takes what is newer, requests what is missing, and returns offers of what the other lacks. */
  List<RegistryMessage> compare(long link, MemberSummary other, long now) {
    Map<PeerId, Stamp> theirRecords = new HashMap<>();
    other.records().forEach(record -> theirRecords.put(record.id(), record.stamp()));
    Map<PeerId, Tombstone> theirTombstones = new HashMap<>();
    other.tombstones().forEach(tombstone -> theirTombstones.put(tombstone.id(), tombstone));
    hear(link, other.records(), other.tombstones(), now);
    Offers offers = new Offers(maxBytes);
    TreeSet<PeerId> ours = new TreeSet<>();
    ours.addAll(range(replica.members().records(), other.after(), other.upTo()).keySet());
    ours.addAll(
        range(replica.members().tombstones(), other.after(), other.upTo()).keySet());
    for (PeerId id : ours) {
      if (lacks(id, theirRecords.get(id), theirTombstones.get(id))) {
        addMember(offers.current(), id);
      }
    }
    return offers.all();
  }

  private boolean lacks(PeerId id, @Nullable Stamp record, @Nullable Tombstone tombstone) {
    NodeRecord own = replica.members().record(id);
    Tombstone ownTombstone = replica.members().tombstone(id);
    if (own != null) {
      boolean dead = tombstone != null && tombstone.incarnation() >= own.stamp().incarnation();
      return !dead && (record == null || own.stamp().isAfter(record));
    }
    if (ownTombstone == null) {
      return false;
    }
    boolean lives = record != null && record.incarnation() > ownTombstone.incarnation();
    return !lives && (tombstone == null || ownTombstone.isAfter(tombstone));
  }

  /** The same for entries. */
  List<RegistryMessage> compare(long link, EntrySummary other, long now) {
    Map<EntryKey, EntryStamp> theirs = new HashMap<>();
    other.entries().forEach(stamp -> theirs.put(stamp.key(), stamp));
    hear(link, other.entries(), now);
    Offers offers = new Offers(maxBytes);
    for (Entry entry :
        range(replica.entries().all(), other.after(), other.upTo()).values()) {
      EntryStamp their = theirs.get(entry.key());
      if (their == null || (!their.equals(entry.stamp()) && !their.beats(entry))) {
        offers.current().add(entry.stamp());
      }
    }
    return offers.all();
  }

  /** Takes what is newer in an offer, and requests what is missing. */
  void hear(long link, Offer offer, long now) {
    hear(link, offer.records(), offer.tombstones(), now);
    hear(link, offer.entries(), now);
  }

  private void hear(long link, List<RecordStamp> records, List<Tombstone> tombstones, long now) {
    tombstones.forEach(tombstone -> replica.learn(tombstone, now));
    for (RecordStamp their : records) {
      if (their.id().equals(self)) {
        replica.hearOfSelf(their.stamp());
      } else if (replica.isNews(their.id(), their.stamp(), now)) {
        pullQueue.add(their.id(), link);
      }
    }
  }

  private void hear(long link, List<EntryStamp> stamps, long now) {
    for (EntryStamp stamp : stamps) {
      if (replica.isNews(stamp, now)) {
        pullQueue.add(stamp.key(), link);
      }
    }
  }

  private static <K, V> NavigableMap<K, V> range(
      NavigableMap<K, V> map, @Nullable K after, @Nullable K upTo) {
    NavigableMap<K, V> tail = after == null ? map : map.tailMap(after, false);
    return upTo == null ? tail : tail.headMap(upTo, true);
  }

  /** A list of as many offers as needed. */
  private static final class Offers {

    private final int maxBytes;
    private final List<OfferBuilder> builders = new ArrayList<>();

    Offers(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    /** Returns an offer that has room. */
    OfferBuilder current() {
      OfferBuilder last = builders.isEmpty() ? null : builders.get(builders.size() - 1);
      if (last == null || !last.hasRoom()) {
        last = new OfferBuilder(maxBytes);
        builders.add(last);
      }
      return last;
    }

    List<RegistryMessage> all() {
      List<RegistryMessage> all = new ArrayList<>();
      for (OfferBuilder part : builders) {
        all.add(new Offer(part.records, part.tombstones, part.entries));
      }
      return all;
    }
  }

  /**
   * A builder that holds what fits into one message; the last element that it takes may be of any
   * length.
   */
  private static final class OfferBuilder {

    private static final int LONGEST = 12_000;

    private final List<RecordStamp> records = new ArrayList<>();
    private final List<Tombstone> tombstones = new ArrayList<>();
    private final List<EntryStamp> entries = new ArrayList<>();
    private int room;

    OfferBuilder(int maxBytes) {
      room = maxBytes - LONGEST;
    }

    boolean hasRoom() {
      return room > 0
          && records.size() < MemberSummary.MAX_NODES
          && tombstones.size() < MemberSummary.MAX_NODES
          && entries.size() < EntrySummary.MAX_ENTRIES;
    }

    void add(RecordStamp record) {
      records.add(record);
      room -= Sizes.of(record.id());
    }

    void add(Tombstone tombstone) {
      tombstones.add(tombstone);
      room -= Sizes.of(tombstone.id());
    }

    void add(EntryStamp entry) {
      entries.add(entry);
      room -= Sizes.of(entry);
    }
  }
}
