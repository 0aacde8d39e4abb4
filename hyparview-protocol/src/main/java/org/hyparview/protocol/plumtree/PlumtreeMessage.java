package org.hyparview.protocol.plumtree;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * What broadcast machines say to each other, all of it between neighbors. Each kind says what its
 * receiver does.
 *
 * <p>The first four are the paper's (TR-07-14, Algorithms 1 to 4). {@link Ack} is ours, for
 * messages whose origin wants to know when all have them; such a message spreads in numbered
 * {@linkplain Gossip#attempt attempts}.
 */
public sealed interface PlumtreeMessage {

  /** The longest payload, in bytes. */
  int MAX_PAYLOAD = (16 << 20) - 1024;

  /** The most announcements in one {@link IHave}. */
  int MAX_ANNOUNCEMENTS = 256;

  /** The highest round; a message that has made more hops keeps it. */
  int MAX_ROUND = 65_535;

  /** The highest number of an attempt. */
  int MAX_ATTEMPT = 255;

  /** The most peers that one {@link Ack} names as missing. */
  int MAX_MISSING = 16;

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** Returns this message if it carries a payload, or null. */
  default @Nullable Gossip asGossip() {
    return null;
  }

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onGossip(Gossip message);

    void onIHave(IHave message);

    void onGraft(Graft message);

    void onPrune(Prune message);

    void onAck(Ack message);
  }

  /**
   * A message with its payload. The receiver delivers it if it is new, and passes it on: the
   * payload to its other eager neighbors, an announcement to the lazy ones.
   *
   * <p>The array is not copied, neither here nor on its way through the machines: nobody may change
   * it once it is in a message.
   *
   * @param round the hops it has made, this one not included: 0 from the origin;
   *     0..{@value #MAX_ROUND}
   * @param attempt 0 if nobody waits for an answer; else the number of the attempt to reach
   *     everybody, 1..{@value #MAX_ATTEMPT}, and the receiver answers in the end: with an
   *     {@link Ack}, or with a Gossip or {@link IHave} of the same attempt
   * @param shaping whether a duplicate of this message may cost a link its place in the tree
   * @param payload at most {@value #MAX_PAYLOAD} bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // on the hot path: see above
  record Gossip(MessageId id, int round, int attempt, boolean shaping, byte[] payload)
      implements PlumtreeMessage {

    /** Checks the ranges. */
    public Gossip {
      Objects.requireNonNull(id, "id");
      Ranges.check("A round", round, 0, MAX_ROUND);
      Ranges.check("An attempt", attempt, 0, MAX_ATTEMPT);
      Ranges.check("The length of a payload", payload.length, 0, MAX_PAYLOAD);
    }

    @Override
    public Gossip asGossip() {
      return this;
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onGossip(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Gossip that
          && id.equals(that.id)
          && round == that.round
          && attempt == that.attempt
          && shaping == that.shaping
          && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
      return 31 * id.hashCode() + 31 * round + attempt;
    }

    @Override
    public String toString() {
      return "Gossip[" + id + ", round " + round + ", attempt " + attempt
          + (shaping ? ", shaping, " : ", ") + payload.length + " bytes]";
    }
  }

  /**
   * That the sender has a message.
   *
   * @param round the hops that the message will have made when it comes from the sender, less one:
   *     what {@link Gossip#round} would say; 0..{@value #MAX_ROUND}
   * @param attempt as in {@link Gossip}
   */
  record Announcement(MessageId id, int round, int attempt) {

    /** Checks the ranges. */
    public Announcement {
      Objects.requireNonNull(id, "id");
      Ranges.check("A round", round, 0, MAX_ROUND);
      Ranges.check("An attempt", attempt, 0, MAX_ATTEMPT);
    }
  }

  /**
   * Announcements. The receiver waits a while for what it lacks of them, and then asks an announcer
   * for it by {@link Graft}.
   *
   * @param announcements 1..{@value #MAX_ANNOUNCEMENTS} of them
   */
  record IHave(List<Announcement> announcements) implements PlumtreeMessage {

    /** Checks the number, and copies the list. */
    public IHave {
      if (announcements.isEmpty() || announcements.size() > MAX_ANNOUNCEMENTS) {
        throw new IllegalArgumentException("There must be 1.." + MAX_ANNOUNCEMENTS
            + " announcements, but are "
            + announcements.size());
      }
      announcements = List.copyOf(announcements);
    }

    /** What announces a message of which the payload is not sent now. */
    public static IHave of(Gossip gossip) {
      return new IHave(List.of(new Announcement(gossip.id(), gossip.round(), gossip.attempt())));
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onIHave(this);
    }
  }

  /**
   * The sender wants the payloads of its messages from the receiver from now on, which makes the
   * link eager at both ends.
   *
   * @param id a message whose payload it wants now, or null if none
   * @param attempt the attempt with which that was announced, to be repeated in the {@link Gossip}
   *     that answers; 0..{@value #MAX_ATTEMPT}
   */
  record Graft(@Nullable MessageId id, int attempt) implements PlumtreeMessage {

    /** Asks for no payload: only the link shall be eager. */
    public static final Graft LINK_ONLY = new Graft(null, 0);

    /** Checks the range. */
    public Graft {
      Ranges.check("An attempt", attempt, 0, MAX_ATTEMPT);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onGraft(this);
    }
  }

  /** The sender has payloads from elsewhere: the link is lazy from now on. */
  record Prune() implements PlumtreeMessage {

    /** There is but one. */
    public static final Prune INSTANCE = new Prune();

    @Override
    public void dispatch(Handler handler) {
      handler.onPrune(this);
    }
  }

  /**
   * The answer of one that has its message from the receiver: all that it waited for have answered,
   * or won't.
   *
   * @param attempt which attempt it answers, 1..{@value #MAX_ATTEMPT}
   * @param clean whether all that could be reached through the sender have the message for certain
   * @param missing some of those for whom that is not certain; at most {@value #MAX_MISSING}, and
   *     none if clean
   * @param reached the sum of the {@linkplain Audience#mark marks} of the sender and of those that
   *     have it from the sender, as far as they are in the {@link Audience}
   */
  record Ack(MessageId id, int attempt, boolean clean, List<PeerId> missing, long reached)
      implements PlumtreeMessage {

    /** An answer of those who are in no audience. */
    public Ack(MessageId id, int attempt, boolean clean, List<PeerId> missing) {
      this(id, attempt, clean, missing, 0);
    }

    /** Checks all, and copies the list. */
    public Ack {
      Objects.requireNonNull(id, "id");
      Ranges.check("An attempt", attempt, 0, MAX_ATTEMPT);
      if (attempt == 0) {
        throw new IllegalArgumentException("An acknowledged attempt must not be 0");
      }
      Ranges.check("The number of missing peers", missing.size(), 0, clean ? 0 : MAX_MISSING);
      missing = List.copyOf(missing);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onAck(this);
    }
  }
}
