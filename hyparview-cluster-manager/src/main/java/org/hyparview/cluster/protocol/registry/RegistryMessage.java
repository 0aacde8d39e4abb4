package org.hyparview.cluster.protocol.registry;

import java.util.List;
import java.util.Objects;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A message between registries. {@link Update} is broadcast; all others go to a neighbor, on its
 * link.
 *
 * <p>Neighbors compare their states by a {@link Digest}. If it differs, its receiver answers with
 * summaries of its whole state. From those the other sees what it lacks, and pulls it; and what the
 * receiver lacks, and offers it. Each {@link Pull} is answered by one {@link State} of bounded
 * size, and there is one at a time, so no node is flooded, however much there is to transfer.
 */
public sealed interface RegistryMessage {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /**
   * The handler of messages, with one method per kind, so that a forgotten kind doesn't compile.
   */
  interface Handler {
    void onUpdate(Update message);

    void onDigest(Digest message);

    void onInSync(InSync message);

    void onMemberSummary(MemberSummary message);

    void onEntrySummary(EntrySummary message);

    void onOffer(Offer message);

    void onPull(Pull message);

    void onState(State message);
  }

  /**
   * The changes of a node: to its own record, and to entries of replicated maps. It includes all
   * earlier changes that are not known to be everywhere, so updates may overtake each other.
   *
   * @param delta the changes of its record; may be empty
   * @param entries its writes
   * @param leaving whether this is its last update: it leaves the cluster
   */
  record Update(Delta delta, List<Entry> entries, boolean leaving) implements RegistryMessage {

    /** The most entries in one update. */
    public static final int MAX_ENTRIES = 8_192;

    /** Checks and copies the entries. */
    public Update {
      Objects.requireNonNull(delta, "delta");
      entries = bounded("An update", entries, MAX_ENTRIES);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onUpdate(this);
    }
  }

  /**
   * A hash over the sender's state: records, tombstones and entries.
   *
   * @param hash 0 or more
   * @param answer whether an answer is requested even if the receiver's is equal
   * @param wallClock of the sender, in milliseconds; 0 if unknown
   */
  record Digest(long hash, boolean answer, long wallClock) implements RegistryMessage {

    /** Checks the numbers. */
    public Digest {
      if (hash < 0 || wallClock < 0) {
        throw new IllegalArgumentException(
            "Neither hash nor wall clock must be negative, but are " + hash + " and " + wallClock);
      }
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onDigest(this);
    }
  }

  /** The reply that the sender's digest is the same. */
  record InSync() implements RegistryMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onInSync(this);
    }
  }

  /**
   * A summary of the sender's nodes in a range of ids. Summaries of consecutive ranges follow one
   * another, then those of the entries.
   *
   * @param after where the range begins, itself excluded; null for the first
   * @param upTo where the range ends, itself included; null for the last
   * @param records its records in that range, its own included
   * @param tombstones its tombstones in that range
   * @param wallClock of the sender, in milliseconds; 0 if unknown
   */
  record MemberSummary(
      @Nullable PeerId after,
      @Nullable PeerId upTo,
      List<RecordStamp> records,
      List<Tombstone> tombstones,
      long wallClock)
      implements RegistryMessage {

    /** The most records and the most tombstones in one summary. */
    public static final int MAX_NODES = 4_096;

    /** Checks the range and the lists, and copies them. */
    public MemberSummary {
      checkRange(after, upTo);
      records = bounded("A summary", records, MAX_NODES);
      tombstones = bounded("A summary", tombstones, MAX_NODES);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onMemberSummary(this);
    }
  }

  /**
   * A summary of the sender's entries in a range of keys, removed ones included.
   *
   * @param after where the range begins, itself excluded; null for the first
   * @param upTo where the range ends, itself included; null for the last, which ends the exchange
   */
  record EntrySummary(@Nullable EntryKey after, @Nullable EntryKey upTo, List<EntryStamp> entries)
      implements RegistryMessage {

    /** The most entries in one summary. */
    public static final int MAX_ENTRIES = 4_096;

    /** Checks the range and the list, and copies it. */
    public EntrySummary {
      checkRange(after, upTo);
      entries = bounded("A summary", entries, MAX_ENTRIES);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onEntrySummary(this);
    }
  }

  /**
   * The stamps of what the sender has and the receiver lacks, according to the receiver's summary.
   */
  record Offer(List<RecordStamp> records, List<Tombstone> tombstones, List<EntryStamp> entries)
      implements RegistryMessage {

    /** Checks and copies the lists. */
    public Offer {
      records = bounded("An offer", records, MemberSummary.MAX_NODES);
      tombstones = bounded("An offer", tombstones, MemberSummary.MAX_NODES);
      entries = bounded("An offer", entries, EntrySummary.MAX_ENTRIES);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onOffer(this);
    }
  }

  /**
   * A request for records and entries. Answered by one {@link State}, with as much as fits; the
   * rest is requested again.
   *
   * @param records the nodes whose records are requested
   * @param entries the keys of the requested entries
   * @param rest the record of which a part has arrived and the rest is requested, before all others
   */
  record Pull(
      List<PeerId> records,
      List<EntryKey> entries,
      @Nullable Rest rest) implements RegistryMessage {

    /** The most records and the most entries in one pull. */
    public static final int MAX_WANTED = 256;

    /**
     * The operations of a record from an offset on.
     *
     * @param stamp the state of the record
     * @param offset how many operations have arrived
     */
    public record Rest(PeerId id, Stamp stamp, int offset) {

      /** Checks the offset. */
      public Rest {
        Objects.requireNonNull(id, "id");
        if (offset < 1) {
          throw new IllegalArgumentException("An offset must be at least 1, but is " + offset);
        }
      }
    }

    /** Checks and copies the lists. */
    public Pull {
      records = bounded("A pull", records, MAX_WANTED);
      entries = bounded("A pull", entries, MAX_WANTED);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onPull(this);
    }
  }

  /**
   * The answer to a {@link Pull}: as much as fits, in the order of the request.
   *
   * @param records whole records, or one that is too long for one message in parts
   * @param entries the requested entries that the sender has
   * @param tombstones those of the requested nodes that have departed
   * @param complete whether all fitted: the sender lacks what it didn't include
   */
  record State(
      List<RecordPart> records, List<Entry> entries, List<Tombstone> tombstones, boolean complete)
      implements RegistryMessage {

    /** Checks and copies the lists. */
    public State {
      records = bounded("A state", records, Pull.MAX_WANTED + 1);
      entries = bounded("A state", entries, Pull.MAX_WANTED);
      tombstones = bounded("A state", tombstones, Pull.MAX_WANTED);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onState(this);
    }
  }

  /**
   * A record, or a part of it, as the operations that build it from an empty one.
   *
   * @param owner the node, with its incarnation
   * @param version of the whole record, 0 or more
   * @param offset how many operations went before, 0 or more
   * @param isLast whether these are the last operations
   * @param ops at most {@link Delta#MAX_OPS}
   */
  record RecordPart(Peer owner, long version, int offset, boolean isLast, List<RecordOp> ops) {

    /** Checks the ranges, and copies the operations. */
    public RecordPart {
      Objects.requireNonNull(owner, "owner");
      ops = bounded("A record", ops, Delta.MAX_OPS);
      if (version < 0 || offset < 0) {
        throw new IllegalArgumentException(
            "Neither version nor offset must be negative, but are " + version + " and " + offset);
      }
    }

    /** Returns the stamp of the record. */
    public Stamp stamp() {
      return new Stamp(owner.incarnation(), version);
    }
  }

  private static <K extends Comparable<K>> void checkRange(@Nullable K after, @Nullable K upTo) {
    if (after != null && upTo != null && after.compareTo(upTo) >= 0) {
      throw new IllegalArgumentException(
          "A range must end after its begin, but is " + after + " to " + upTo);
    }
  }

  private static <T> List<T> bounded(String what, List<T> list, int max) {
    if (list.size() > max) {
      throw new IllegalArgumentException(
          what + " must have at most " + max + " elements, but has " + list.size());
    }
    return List.copyOf(list);
  }
}
