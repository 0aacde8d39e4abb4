package org.hyparview.cluster.protocol.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Pull;
import org.hyparview.cluster.protocol.registry.RegistryMessage.RecordPart;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The queue of what this node knows to exist and lacks, with the one pull under way for it.
 *
 * <p>An element is pulled on the link that announced it; if that fails, on any link. After
 * {@value #MAX_ATTEMPTS} attempts it is given up: a later digest announces it again.
 */
final class PullQueue {

  /** Any link will do. */
  static final long ANY = -1;

  private static final int MAX_ATTEMPTS = 4;

  private static final class Item {
    private long link;
    private int attempts;

    Item(long link) {
      this.link = link;
    }
  }

  private final int max;
  private final int maxOps;
  private final int maxBytes;
  private final Map<PeerId, Item> records = new LinkedHashMap<>();
  private final Map<EntryKey, Item> entries = new LinkedHashMap<>();

  private long link = ANY;
  private long deadline = Machine.NEVER;
  private Pull asked = new Pull(List.of(), List.of(), null);

  /** The first part of a record that arrives in parts; then the operations of all parts so far. */
  private @Nullable RecordPart first;

  private final List<RecordOp> ops = new ArrayList<>();

  /**
   * Creates an empty queue.
   *
   * @param max the most records and the most entries at once
   * @param maxOps the most operations of an acceptable record
   * @param maxBytes the longest pull
   */
  PullQueue(int max, int maxOps, int maxBytes) {
    this.max = max;
    this.maxOps = maxOps;
    this.maxBytes = maxBytes;
  }

  boolean isEmpty() {
    return records.isEmpty() && entries.isEmpty();
  }

  int size() {
    return records.size() + entries.size();
  }

  boolean isUnderWay() {
    return deadline != Machine.NEVER;
  }

  /** Returns whether a pull is under way on this link. */
  boolean isUnderWayOn(long otherLink) {
    return isUnderWay() && link == otherLink;
  }

  long deadline() {
    return deadline;
  }

  void add(PeerId id, long from) {
    if (records.size() < max) {
      records.putIfAbsent(id, new Item(from));
    }
  }

  void add(EntryKey key, long from) {
    if (entries.size() < max) {
      entries.putIfAbsent(key, new Item(from));
    }
  }

  /** Returns the link on which the oldest element was announced. */
  long preferredLink() {
    Iterator<Item> all = (records.isEmpty() ? entries : records).values().iterator();
    return all.hasNext() ? all.next().link : ANY;
  }

  /** Creates a pull of what a link can provide. */
  Pull pull(long onLink, long newDeadline) {
    link = onLink;
    deadline = newDeadline;
    List<PeerId> ids = askable(records, onLink, Sizes::of);
    Pull.Rest rest = null;
    if (first != null) {
      ids.remove(first.owner().id());
      rest = new Pull.Rest(first.owner().id(), first.stamp(), ops.size());
    }
    asked = new Pull(ids, askable(entries, onLink, Sizes::of), rest);
    return asked;
  }

  private <K> List<K> askable(Map<K, Item> wanted, long onLink, ToIntFunction<K> size) {
    List<K> keys = new ArrayList<>();
    int room = maxBytes / 3;
    for (Map.Entry<K, Item> entry : wanted.entrySet()) {
      if (keys.size() == Pull.MAX_WANTED || room < 0) {
        break;
      }
      if (entry.getValue().link == ANY || entry.getValue().link == onLink) {
        keys.add(entry.getKey());
        room -= size.applyAsInt(entry.getKey());
      }
    }
    return keys;
  }

  /**
   * Takes a record, or a part of it.
   *
   * @return the whole record, or null if parts of it are missing
   */
  @Nullable
  Snapshot take(RecordPart part) {
    if (part.offset() == 0) {
      first = part;
      ops.clear();
    } else if (first == null
        || !part.owner().equals(first.owner())
        || !part.stamp().equals(first.stamp())
        || part.offset() != ops.size()) {
      return null;
    }
    ops.addAll(part.ops());
    if (ops.size() > maxOps) {
      discardParts();
      return null;
    }
    if (!part.isLast()) {
      return null;
    }
    Snapshot whole = new Snapshot(part.owner(), part.stamp(), ops);
    discardParts();
    return whole;
  }

  /** Removes a record that has arrived. */
  void remove(PeerId id) {
    records.remove(id);
  }

  /** Removes an entry that has arrived. */
  void remove(EntryKey key) {
    entries.remove(key);
  }

  /**
   * Notes that the answer to the pull under way was taken.
   *
   * @param complete whether it was all that the link can provide
   */
  void answered(boolean complete) {
    deadline = Machine.NEVER;
    if (complete) {
      asked.records().forEach(records::remove);
      asked.entries().forEach(entries::remove);
    }
  }

  /** Notes that no answer came, or no useful one. */
  void failed() {
    deadline = Machine.NEVER;
    discardParts();
    Set<PeerId> ids = new HashSet<>(asked.records());
    if (asked.rest() != null) {
      ids.add(asked.rest().id());
    }
    retry(records, ids);
    retry(entries, new HashSet<>(asked.entries()));
  }

  private static <K> void retry(Map<K, Item> wanted, Set<K> keys) {
    wanted.entrySet().removeIf(entry -> {
      if (!keys.contains(entry.getKey())) {
        return false;
      }
      entry.getValue().link = ANY;
      return ++entry.getValue().attempts >= MAX_ATTEMPTS;
    });
  }

  /** Notes that what was announced on this link must come from another. */
  void linkDown(long gone) {
    if (isUnderWayOn(gone)) {
      failed();
    }
    release(records, gone);
    release(entries, gone);
  }

  private static <K> void release(Map<K, Item> wanted, long link) {
    for (Item item : wanted.values()) {
      if (item.link == link) {
        item.link = ANY;
      }
    }
  }

  private void discardParts() {
    first = null;
    ops.clear();
  }
}
