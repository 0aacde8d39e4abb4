package org.hyparview.simulation.net;

import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/** A dial on its way: first to the dialed node, then back with the outcome. */
final class Dial extends EventQueue.Event {

  final SimulatedNode<?> from;
  final long request;
  final PeerAddress to;
  final @Nullable PeerId expected;

  private final Network network;
  private boolean answered;
  private @Nullable LinkEnd near;
  private ConnectFailure failure = ConnectFailure.UNREACHABLE;

  Dial(
      Network network,
      SimulatedNode<?> from,
      long request,
      PeerAddress to,
      @Nullable PeerId expected) {
    this.network = network;
    this.from = from;
    this.request = request;
    this.to = to;
    this.expected = expected;
  }

  void succeed(LinkEnd opened) {
    answered = true;
    near = opened;
  }

  void fail(ConnectFailure reason) {
    answered = true;
    failure = reason;
  }

  /** Returns the near end of the link, or null if the dial failed. */
  @Nullable
  LinkEnd near() {
    return near;
  }

  ConnectFailure failure() {
    return failure;
  }

  @Override
  void happen() {
    if (answered) {
      network.dialEnded(this);
    } else {
      network.dialArrived(this);
    }
  }
}
