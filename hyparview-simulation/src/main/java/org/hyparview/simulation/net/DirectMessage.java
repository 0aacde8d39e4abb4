package org.hyparview.simulation.net;

import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/** A message on its way over a temporary link, its dial and handshake included. */
final class DirectMessage extends EventQueue.Event {

  final SimulatedNode<?> from;
  final int life;
  final SimulatedNode<?> to;
  final @Nullable PeerId expected;
  final Object message;

  private final Network network;

  DirectMessage(
      Network network,
      SimulatedNode<?> from,
      SimulatedNode<?> to,
      @Nullable PeerId expected,
      Object message) {
    this.network = network;
    this.from = from;
    this.life = from.life();
    this.to = to;
    this.expected = expected;
    this.message = message;
  }

  @Override
  void happen() {
    network.deliverDirect(this);
  }
}
