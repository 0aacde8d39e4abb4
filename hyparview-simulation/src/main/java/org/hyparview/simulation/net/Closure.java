package org.hyparview.simulation.net;

/** The close of a link on its way to the other end. */
final class Closure extends Agenda.Event {

  private final Network network;
  private final End to;

  Closure(Network network, End to) {
    this.network = network;
    this.to = to;
  }

  @Override
  void happen() {
    network.closedByPeer(to);
  }
}
