package org.hyparview.protocol.plumtree;

import java.util.List;
import org.hyparview.protocol.peer.PeerId;

/** What the broadcast machine asks of its host. Each kind says what the host must do. */
public sealed interface PlumtreeAction {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onSend(Send action);

    void onDeliver(Deliver action);

    void onAcknowledged(Acknowledged action);

    void onUnacknowledged(Unacknowledged action);
  }

  /** Send a message on a neighbour's link. If the link can't take it, that link is lost. */
  record Send(long link, PlumtreeMessage message) implements PlumtreeAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onSend(this);
    }
  }

  /**
   * Give a message to the user. Each message is delivered once, also to its origin.
   *
   * @param round the hops that it made, 0 at the origin
   * @param payload not to be changed: the same array may be on its way to neighbours
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Deliver(MessageId id, int round, byte[] payload) implements PlumtreeAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onDeliver(this);
    }
  }

  /**
   * The end of {@link Plumtree#broadcastAcknowledged}: every node that can be reached has the
   * message.
   *
   * @param attempts how often it was tried
   */
  record Acknowledged(MessageId id, int attempts) implements PlumtreeAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onAcknowledged(this);
    }
  }

  /**
   * The other end of {@link Plumtree#broadcastAcknowledged}: the time or the attempts are up. All
   * may have the message nevertheless.
   *
   * @param attempts how often it was tried; 0 if too many were under way to try at all
   * @param missing some of those that the last attempt was not certain of: nodes that did not
   *     answer, or that their neighbours have lost meanwhile, because they are dead or have other
   *     neighbours now; empty if nobody can be named
   */
  record Unacknowledged(MessageId id, int attempts, List<PeerId> missing)
      implements PlumtreeAction {

    /** Copies the list. */
    public Unacknowledged {
      missing = List.copyOf(missing);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onUnacknowledged(this);
    }
  }
}
