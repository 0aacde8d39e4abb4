package org.hyparview.protocol.hyparview;

import java.util.List;
import org.hyparview.protocol.peer.Peer;

/**
 * A message between membership machines. Each kind specifies what its receiver does.
 *
 * <p>The first seven are the paper's (§4, Algorithm 1), with the answers that it leaves out; the
 * last two heal a split overlay. The link identifies the sender, so no message repeats it. A label
 * is the sender's own, and merges with the receiver's where the two become or are neighbors.
 */
public sealed interface HyParViewMessage {

  /** The most peers that one message may carry. */
  int MAX_SAMPLE = 64;

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** The handler of all kinds: one method per kind, so that the compiler finds a forgotten one. */
  interface Handler {
    void onJoin(Join message);

    void onForwardJoin(ForwardJoin message);

    void onNeighbor(Neighbor message);

    void onNeighborReply(NeighborReply message);

    void onDisconnect(Disconnect message);

    void onShuffle(Shuffle message);

    void onShuffleReply(ShuffleReply message);

    void onProbe(Probe message);

    void onProbeReply(ProbeReply message);
  }

  /**
   * A new node's request to its contact to enter the overlay (§4.2). The contact takes the node
   * into the active view, if necessary in place of another, answers with a {@link NeighborReply} on
   * the same link and sends {@link ForwardJoin} to its other neighbors.
   */
  record Join(ComponentLabel label) implements HyParViewMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onJoin(this);
    }
  }

  /**
   * A random walk that carries a new node through the overlay (§4.2). Where it ends, the receiver
   * asks the new node to be its neighbor; where its time to live equals PRWL, the receiver puts the
   * new node into its passive view.
   */
  record ForwardJoin(Peer newNode, TimeToLive ttl) implements HyParViewMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onForwardJoin(this);
    }
  }

  /**
   * A request to become neighbors over this link (§4.3), answered by {@link NeighborReply}. With
   * high priority it is always granted, with low only into a free slot.
   */
  record Neighbor(Priority priority, ComponentLabel label) implements HyParViewMessage {
    @Override
    public void dispatch(Handler handler) {
      handler.onNeighbor(this);
    }
  }

  /**
   * The answer to {@link Join} and {@link Neighbor}. The requester enters the link into its active
   * view only now, and only if accepted. A refused requester closes the link.
   *
   * @param incarnation with {@link Outcome#STALE}, the later incarnation of the requester that the
   *     answerer knows of; otherwise 0
   * @param sample some peers of the answerer, which give a refused node further candidates
   */
  record NeighborReply(Outcome outcome, long incarnation, ComponentLabel label, List<Peer> sample)
      implements HyParViewMessage {

    /** Checks all, and copies the sample. */
    public NeighborReply {
      checkNumber("An incarnation", incarnation);
      sample = Sample.of(sample);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onNeighborReply(this);
    }
  }

  /**
   * The notice that the sender has removed the receiver from its active view (§4.2). It is never
   * answered.
   */
  record Disconnect(DisconnectReason reason, List<Peer> sample) implements HyParViewMessage {

    /** Checks all, and copies the sample. */
    public Disconnect {
      sample = Sample.of(sample);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onDisconnect(this);
    }
  }

  /**
   * A random walk with a sample of its origin's views (§4.4). Where it ends, the receiver puts the
   * sample into its passive view and answers the origin with a {@link ShuffleReply}.
   *
   * @param sequence the origin's number for this exchange
   * @param label the label of the last hop, which each hop replaces by its own
   * @param sample the origin itself, ka of its active and kp of its passive view
   */
  record Shuffle(
      Peer origin, long sequence, TimeToLive ttl, ComponentLabel label, List<Peer> sample)
      implements HyParViewMessage {

    /** Checks all, and copies the sample. */
    public Shuffle {
      checkNumber("A sequence", sequence);
      sample = Sample.of(sample);
    }

    /** Returns the same walk one hop further. */
    Shuffle forwarded(TimeToLive left, ComponentLabel own) {
      return new Shuffle(origin, sequence, left, own, sample);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onShuffle(this);
    }
  }

  /**
   * The answer to a {@link Shuffle} (§4.4), straight to its origin, which puts the sample into its
   * passive view in place of the peers that it had sent.
   */
  record ShuffleReply(long sequence, List<Peer> sample) implements HyParViewMessage {

    /** Checks all, and copies the sample. */
    public ShuffleReply {
      checkNumber("A sequence", sequence);
      sample = Sample.of(sample);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onShuffleReply(this);
    }
  }

  /**
   * The question whether the receiver is in the sender's component, sent over a separate link and
   * answered there by a {@link ProbeReply}.
   */
  record Probe(long sequence, ComponentLabel label) implements HyParViewMessage {

    /** Checks the sequence. */
    public Probe {
      checkNumber("A sequence", sequence);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onProbe(this);
    }
  }

  /** The answer to a {@link Probe}; the prober asks for a link if the components differ. */
  record ProbeReply(long sequence, ComponentLabel label, List<Peer> sample)
      implements HyParViewMessage {

    /** Checks all, and copies the sample. */
    public ProbeReply {
      checkNumber("A sequence", sequence);
      sample = Sample.of(sample);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onProbeReply(this);
    }
  }

  /** The urgency of a request for a neighbor (§4.3). */
  enum Priority {
    /** The requester has other neighbors. */
    LOW,
    /** The requester has none, or links two components. */
    HIGH
  }

  /** The outcome of a request. */
  enum Outcome {
    /** Both are neighbors from now on. */
    ACCEPTED,
    /** The active view is full and the priority low. */
    FULL,
    /** Both asked each other at once and the answerer's own request goes ahead. */
    CROSSED,
    /** A later incarnation of the requester is known. */
    STALE
  }

  /** The reason for which a neighbor was disconnected. */
  enum DisconnectReason {
    /** It made room for another neighbor, and stays a candidate. */
    EVICTED,
    /** The sender leaves the overlay. */
    LEAVING
  }

  private static void checkNumber(String what, long number) {
    if (number < 0) {
      throw new IllegalArgumentException(what + " must not be negative, but is " + number);
    }
  }
}
