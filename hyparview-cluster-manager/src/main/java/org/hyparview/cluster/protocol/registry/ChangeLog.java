package org.hyparview.cluster.protocol.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The log of this node's changes that are not known to be everywhere, and of their broadcasts under
 * way.
 *
 * <p>Each broadcast begins at the oldest change that no acknowledged broadcast contains. So any
 * node that has all acknowledged changes can apply it, though others before it were lost or arrive
 * later; and its acknowledgement covers all changes up to its end. If a broadcast is not
 * acknowledged, its changes are in the next, as long as they fit into one message.
 */
final class ChangeLog {

  /** The most broadcasts under way: if a burst is longer, the rest of it shares the next one. */
  static final int MAX_UNDER_WAY = 4;

  /** A change: either an operation on the own record or an entry. */
  private record Change(@Nullable RecordOp op, @Nullable Entry entry, int bytes) {}

  /** A broadcast of all changes up to an index, which produced this state of the record. */
  private record UnderWay(long number, long end, Stamp stamp) {}

  private final int maxBytes;
  private final Deque<Change> changes = new ArrayDeque<>();
  private final Deque<UnderWay> underWay = new ArrayDeque<>();

  private Stamp base;
  private long begin;
  private long sent;
  private long broadcasts;
  private boolean announce;

  /**
   * Creates an empty log.
   *
   * @param base the state that all nodes know: the empty record
   */
  ChangeLog(Stamp base, int maxBytes) {
    this.base = base;
    this.maxBytes = maxBytes;
  }

  void add(RecordOp op) {
    changes.add(new Change(op, null, Sizes.of(op)));
  }

  void add(Entry entry) {
    changes.add(new Change(null, entry, Sizes.of(entry)));
  }

  /** Requests the next broadcast even if it is empty. */
  void announce() {
    announce = true;
  }

  /** Returns the index after the last change. */
  long end() {
    return begin + changes.size();
  }

  /** Returns the index of the first change that is not acknowledged. */
  long begin() {
    return begin;
  }

  /** Returns whether a broadcast is due. */
  boolean isDue() {
    boolean more = end() > sent && (underWay.isEmpty() || fitsBeyond());
    return underWay.size() < MAX_UNDER_WAY && (announce || more);
  }

  /** Returns whether a broadcast from the beginning would hold any change that was not sent. */
  private boolean fitsBeyond() {
    int bytes = 0;
    long index = begin;
    for (Change change : changes) {
      bytes += change.bytes;
      if (bytes > maxBytes || index - begin >= Delta.MAX_OPS) {
        return false;
      }
      if (index++ >= sent) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the changes take more than one broadcast. */
  private boolean isTooLong() {
    long bytes = 0;
    for (Change change : changes) {
      bytes += change.bytes;
    }
    return bytes > maxBytes || changes.size() > Delta.MAX_OPS;
  }

  /** Creates the next broadcast. */
  RegistryAction.Broadcast next(Peer owner, boolean leaving) {
    List<RecordOp> ops = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    int bytes = 0;
    long end = begin;
    for (Change change : changes) {
      bytes += change.bytes;
      boolean full =
          bytes > maxBytes || ops.size() == Delta.MAX_OPS || entries.size() == Update.MAX_ENTRIES;
      if (full && end > begin) {
        break;
      }
      if (change.op != null) {
        ops.add(change.op);
      } else if (change.entry != null) {
        entries.add(change.entry);
      }
      end++;
    }
    Delta delta = new Delta(owner, base, ops);
    announce = false;
    sent = Math.max(sent, end);
    underWay.add(new UnderWay(++broadcasts, end, delta.stamp()));
    return new RegistryAction.Broadcast(broadcasts, new Update(delta, entries, leaving));
  }

  /** Notes the end of a broadcast. Numbers that are not under way are ignored. */
  void completed(long number, boolean acknowledged) {
    Iterator<UnderWay> all = underWay.iterator();
    while (all.hasNext()) {
      UnderWay broadcast = all.next();
      if (broadcast.number == number) {
        all.remove();
        if (acknowledged || isTooLong()) {
          dropUntil(broadcast);
        }
        return;
      }
    }
  }

  private void dropUntil(UnderWay broadcast) {
    while (begin < broadcast.end) {
      changes.removeFirst();
      begin++;
    }
    if (broadcast.stamp.isAfter(base)) {
      base = broadcast.stamp;
    }
  }

  /** Restarts with an empty record, and operations that rebuild it. */
  void restart(Stamp empty, List<RecordOp> ops) {
    List<Change> entries = new ArrayList<>();
    for (Change change : changes) {
      if (change.entry != null) {
        entries.add(change);
      }
    }
    begin = end();
    sent = begin;
    base = empty;
    changes.clear();
    underWay.clear();
    ops.forEach(this::add);
    changes.addAll(entries);
    announce = true;
  }
}
