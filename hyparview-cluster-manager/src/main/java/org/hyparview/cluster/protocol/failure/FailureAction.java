package org.hyparview.cluster.protocol.failure;

import org.hyparview.protocol.machine.Output;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/** Something that the failure detector asks of the machine that composes it with others. */
public sealed interface FailureAction extends Output<FailureAction.Handler> {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  @Override
  default void passTo(Handler handler) {
    dispatch(handler);
  }

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onProbe(Probe action);

    void onBroadcast(Broadcast action);

    void onDeclare(Declare action);

    void onRefute(Refute action);

    void onComeBack(ComeBack action);

    void onDisbelieve(Disbelieve action);
  }

  /**
   * Dial the member's address, complete the handshake, and close the connection again. Report
   * {@link FailureDetector#probeResult} with the same number, exactly once.
   *
   * @param timeout of the handshake, in milliseconds
   */
  record Probe(long number, Peer member, long timeout) implements FailureAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onProbe(this);
    }
  }

  /** Broadcast this to all other nodes. */
  record Broadcast(FailureMessage message) implements FailureAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onBroadcast(this);
    }
  }

  /** Notify the registry: this member is dead in this incarnation. */
  record Declare(PeerId id, long incarnation) implements FailureAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onDeclare(this);
    }
  }

  /** Notify the registry: this node is accused in this incarnation, which it must exceed. */
  record Refute(long incarnation) implements FailureAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onRefute(this);
    }
  }

  /** Notify the registry: this node was declared dead in this incarnation. */
  record ComeBack(long incarnation) implements FailureAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onComeBack(this);
    }
  }

  /** Report this: the message names an incarnation that the member can't have. */
  record Disbelieve(FailureMessage message) implements FailureAction {
    @Override
    public void dispatch(Handler handler) {
      handler.onDisbelieve(this);
    }
  }
}
