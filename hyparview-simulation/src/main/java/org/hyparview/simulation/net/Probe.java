package org.hyparview.simulation.net;

import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/** A probe on its way: first to the address, then back with the outcome. */
final class Probe extends EventQueue.Event {

  final SimulatedNode<?> from;
  final int life;
  final @Nullable SimulatedNode<?> to;
  final long deadline;
  final ProbeListener listener;

  private final Network network;
  private boolean arrived;
  private boolean silent;
  private @Nullable Peer answer;

  Probe(
      Network network,
      SimulatedNode<?> from,
      @Nullable SimulatedNode<?> to,
      long deadline,
      ProbeListener listener) {
    this.network = network;
    this.from = from;
    this.life = from.life();
    this.to = to;
    this.deadline = deadline;
    this.listener = listener;
  }

  void answer(Peer peer) {
    answer = peer;
  }

  void beSilent() {
    silent = true;
  }

  void tell(long now) {
    if (silent) {
      listener.silent(now);
    } else if (answer != null) {
      listener.answered(answer, now);
    } else {
      listener.refused(now);
    }
  }

  @Override
  void happen() {
    if (arrived) {
      network.probeEnded(this);
    } else {
      arrived = true;
      network.probeArrived(this);
    }
  }
}
