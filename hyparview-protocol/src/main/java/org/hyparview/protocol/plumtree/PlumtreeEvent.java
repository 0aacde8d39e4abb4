package org.hyparview.protocol.plumtree;

import java.util.List;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.PeerId;

/**
 * An event of the broadcast machine: a delivery, or the end of an acknowledged broadcast or of a
 * question.
 */
public sealed interface PlumtreeEvent extends Output<PlumtreeEvent.Host> {

  /** A host of the machine, or of one that contains it. */
  interface Host {

    /** Handles the event. */
    void onEvent(PlumtreeEvent event);
  }

  @Override
  default void passTo(Host host) {
    host.onEvent(this);
  }

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** The handler of all kinds: one method per kind, so that the compiler finds a forgotten one. */
  interface Handler {
    void onDelivered(Delivered event);

    void onAcknowledged(Acknowledged event);

    void onUnacknowledged(Unacknowledged event);

    void onAsked(Asked event);

    void onAnswered(Answered event);
  }

  /**
   * A message for the user. Each message is delivered once, also at its origin.
   *
   * @param round the hops that it made, 0 at the origin
   * @param payload must not be changed: the same array may be on its way to neighbors
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Delivered(MessageId id, int round, byte[] payload) implements PlumtreeEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onDelivered(this);
    }
  }

  /**
   * The success of {@link Plumtree#broadcastAcknowledged}: every node in reach has the message.
   *
   * @param attempts the number of attempts
   */
  record Acknowledged(MessageId id, int attempts) implements PlumtreeEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onAcknowledged(this);
    }
  }

  /**
   * The failure of {@link Plumtree#broadcastAcknowledged}: the time or the attempts are up. All
   * nodes may have the message nevertheless.
   *
   * @param attempts the number of attempts; 0 if too many broadcasts were under way to try at all
   * @param missing some of the nodes that the last attempt was not certain of: nodes that did not
   *     answer, or that their neighbors have lost meanwhile, because they are dead or have other
   *     neighbors now; empty if none is known
   */
  record Unacknowledged(MessageId id, int attempts, List<PeerId> missing) implements PlumtreeEvent {

    /** Copies the list. */
    public Unacknowledged {
      missing = List.copyOf(missing);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onUnacknowledged(this);
    }
  }

  /**
   * A question for the user. Each question is asked once, also at its origin. The host gives the
   * answer by {@link QuestionInputs#answer}.
   *
   * @param round the hops that it made, 0 at the origin
   * @param payload must not be changed: the same array may be on its way to neighbors
   * @param millis the time for the answer, 1 or more; without one by then the node counts as failed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Asked(MessageId id, int round, byte[] payload, Fold fold, long millis)
      implements PlumtreeEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onAsked(this);
    }
  }

  /**
   * The end of a question of this node. It is complete if {@code reachedAll}, and all in reach
   * {@linkplain FoldResult#isComplete have answered}.
   *
   * @param attempts the number of attempts
   * @param result the folded answers: of all nodes in reach, each once, if {@code reachedAll};
   *     otherwise those of the attempt that has reached the most nodes
   * @param reachedAll whether every node in reach is in the result for certain
   * @param missing some of the nodes that may not be in the result; empty if none is known
   */
  record Answered(
      MessageId id, int attempts, FoldResult result, boolean reachedAll, List<PeerId> missing)
      implements PlumtreeEvent {

    /** Copies the list. */
    public Answered {
      missing = List.copyOf(missing);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onAnswered(this);
    }
  }
}
