package org.hyparview.simulation.net;

/** The expiry of a node's timer. */
final class TimerFired extends EventQueue.Event {

  final SimulatedNode<?> node;
  final int life;
  final long deadline;

  private final Network network;

  TimerFired(Network network, SimulatedNode<?> node, long deadline) {
    this.network = network;
    this.node = node;
    this.life = node.life();
    this.deadline = deadline;
  }

  @Override
  void happen() {
    network.wake(this);
  }
}
