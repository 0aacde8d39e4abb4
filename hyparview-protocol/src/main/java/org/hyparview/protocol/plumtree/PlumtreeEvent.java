package org.hyparview.protocol.plumtree;

import java.util.List;
import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.PeerId;

/** An event of the broadcast machine: a delivery, or the end of an acknowledged broadcast. */
public sealed interface PlumtreeEvent extends Output<PlumtreeEvent.Host> {

  /** A host of the machine, or of one that contains it. */
  interface Host {

    /** This has happened. */
    void onEvent(PlumtreeEvent event);
  }

  @Override
  default void passTo(Host host) {
    host.onEvent(this);
  }

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onDelivered(Delivered event);

    void onAcknowledged(Acknowledged event);

    void onUnacknowledged(Unacknowledged event);
  }

  /**
   * A message for the user. Each message is delivered once, also to its origin.
   *
   * @param round the hops that it made, 0 at the origin
   * @param payload not to be changed: the same array may be on its way to neighbors
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Delivered(MessageId id, int round, byte[] payload) implements PlumtreeEvent {
    @Override
    public void dispatch(Handler handler) {
      handler.onDelivered(this);
    }
  }

  /**
   * The end of {@link Plumtree#broadcastAcknowledged}: every node that can be reached has the
   * message.
   *
   * @param attempts how often it was tried
   */
  record Acknowledged(MessageId id, int attempts) implements PlumtreeEvent {
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
   *     answer, or that their neighbors have lost meanwhile, because they are dead or have other
   *     neighbors now; empty if nobody can be named
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
}
