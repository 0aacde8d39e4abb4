package org.hyparview.simulation;

/** A node's timer. Of several that were set only the earliest counts. */
final class Wake extends Agenda.Event {

  final SimulatedNode<?> node;
  final int life;
  final long deadline;

  private final Network network;

  Wake(Network network, SimulatedNode<?> node) {
    this.network = network;
    this.node = node;
    this.life = node.life();
    this.deadline = node.timer;
  }

  @Override
  void happen() {
    network.wake(this);
  }
}
