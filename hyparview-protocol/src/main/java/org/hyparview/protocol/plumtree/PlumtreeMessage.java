package org.hyparview.protocol.plumtree;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.peer.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * A message between the broadcast machines of two neighbors. Each kind specifies what its receiver
 * does.
 *
 * <p>The first four are the paper's (TR-07-14, Algorithms 1 to 4). {@link Ack} is an extension, for
 * messages whose origin waits until all nodes have them; such a message spreads in numbered
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

  /** Returns whether this message asks for a payload that the receiver has announced. */
  default boolean asksForPayload() {
    return false;
  }

  /** Returns the question to which this message carries answers, or null if it carries none. */
  default @Nullable MessageId answersTo() {
    return null;
  }

  /** The handler of all kinds: one method per kind, so that the compiler finds a forgotten one. */
  interface Handler {
    void onGossip(Gossip message);

    void onIHave(IHave message);

    void onGraft(Graft message);

    void onPrune(Prune message);

    void onAck(Ack message);
  }

  /**
   * A message with its payload. The receiver delivers it if it is new, and forwards it: the payload
   * to its other eager neighbors, an announcement to the lazy ones.
   *
   * <p>The array is not copied, neither here nor on its way through the machines. It must not
   * change once it is in a message.
   *
   * @param round the hops before this one: 0 from the origin; 0..{@value #MAX_ROUND}
   * @param attempt 0 if no node waits for an answer; else the number of the attempt to reach all
   *     nodes, 1..{@value #MAX_ATTEMPT}. The receiver eventually answers with an {@link Ack}, or
   *     with a Gossip or {@link IHave} of the same attempt
   * @param shaping whether a duplicate of this message may remove a link from the tree
   * @param payload at most {@value #MAX_PAYLOAD} bytes
   * @param question what makes the message a question, or null if it is none
   */
  @SuppressWarnings("ArrayRecordComponent") // on the hot path: see above
  record Gossip(
      MessageId id,
      int round,
      int attempt,
      boolean shaping,
      byte[] payload,
      @Nullable Question question)
      implements PlumtreeMessage {

    /** Creates a message that is no question. */
    public Gossip(MessageId id, int round, int attempt, boolean shaping, byte[] payload) {
      this(id, round, attempt, shaping, payload, null);
    }

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
          && Objects.equals(question, that.question)
          && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
      return 31 * id.hashCode() + 31 * round + attempt;
    }

    @Override
    public String toString() {
      return "Gossip[" + id + ", round " + round + ", attempt " + attempt
          + (shaping ? ", shaping, " : ", ") + payload.length + " bytes"
          + (question == null ? "]" : ", " + question + "]");
    }
  }

  /**
   * The part of a {@link Gossip} that makes it a question: its receiver asks its host instead of
   * delivering the message, and adds the answers to its {@link Ack}.
   *
   * @param fold how answers are combined
   * @param millis the time left until the origin stops waiting, 0 or more
   */
  record Question(Fold fold, int millis) {

    /** Checks the range. */
    public Question {
      Objects.requireNonNull(fold, "fold");
      Ranges.check("The time left", millis, 0, Integer.MAX_VALUE);
    }
  }

  /**
   * The announcement that the sender has a message.
   *
   * @param round the value of {@link Gossip#round} if the sender sent the message;
   *     0..{@value #MAX_ROUND}
   * @param attempt as in {@link Gossip}
   * @param age how long the sender has had the message, in milliseconds, 0 or more; 0 for one that
   *     it announces for the first time
   */
  record Announcement(MessageId id, int round, int attempt, int age) {

    /** Creates the first announcement of a message. */
    public Announcement(MessageId id, int round, int attempt) {
      this(id, round, attempt, 0);
    }

    /** Checks the ranges. */
    public Announcement {
      Objects.requireNonNull(id, "id");
      Ranges.check("A round", round, 0, MAX_ROUND);
      Ranges.check("An attempt", attempt, 0, MAX_ATTEMPT);
      Ranges.check("An age", age, 0, Integer.MAX_VALUE);
    }
  }

  /**
   * A batch of announcements. The receiver waits a while for the messages that it lacks, and then
   * requests them from an announcer by {@link Graft}; but not those that are older than its own
   * entry into the overlay.
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

    /** Creates the announcement of a message whose payload is not sent now. */
    public static IHave of(Gossip gossip) {
      return new IHave(List.of(new Announcement(gossip.id(), gossip.round(), gossip.attempt())));
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onIHave(this);
    }
  }

  /**
   * A request for the payloads of the receiver's messages from now on, which makes the link eager
   * at both ends.
   *
   * @param id a message whose payload the sender wants now, or null if none
   * @param attempt the announced attempt, to be repeated in the {@link Gossip} that answers;
   *     0..{@value #MAX_ATTEMPT}
   */
  record Graft(@Nullable MessageId id, int attempt) implements PlumtreeMessage {

    /** The request for no payload, only for an eager link. */
    public static final Graft LINK_ONLY = new Graft(null, 0);

    /** Checks the range. */
    public Graft {
      Ranges.check("An attempt", attempt, 0, MAX_ATTEMPT);
    }

    @Override
    public boolean asksForPayload() {
      return id != null;
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onGraft(this);
    }
  }

  /** The notice that the sender gets payloads from elsewhere: the link is lazy from now on. */
  record Prune() implements PlumtreeMessage {

    /** The only instance. */
    public static final Prune INSTANCE = new Prune();

    @Override
    public void dispatch(Handler handler) {
      handler.onPrune(this);
    }
  }

  /**
   * The answer of a node that got its message from the receiver: all nodes that it waited for have
   * answered, or will not.
   *
   * @param attempt the answered attempt, 1..{@value #MAX_ATTEMPT}
   * @param clean whether all nodes in reach through the sender have the message for certain
   * @param missing some of the nodes for which that is not certain; at most {@value #MAX_MISSING},
   *     and none if clean
   * @param reached the sum of the {@linkplain Audience#mark marks} of the sender and of the nodes
   *     that have the message through it, as far as they are in the {@link Audience}
   * @param answers the folded answers of the same nodes if the message is a question; null if it is
   *     none, or if the sender knows no questions
   */
  record Ack(
      MessageId id,
      int attempt,
      boolean clean,
      List<PeerId> missing,
      long reached,
      @Nullable FoldResult answers)
      implements PlumtreeMessage {

    /** Creates the answer to a message that is no question. */
    public Ack(MessageId id, int attempt, boolean clean, List<PeerId> missing, long reached) {
      this(id, attempt, clean, missing, reached, null);
    }

    /** Creates the answer of nodes that are in no audience. */
    public Ack(MessageId id, int attempt, boolean clean, List<PeerId> missing) {
      this(id, attempt, clean, missing, 0, null);
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
    public @Nullable MessageId answersTo() {
      return answers == null ? null : id;
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onAck(this);
    }
  }
}
