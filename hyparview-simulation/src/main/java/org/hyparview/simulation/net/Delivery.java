package org.hyparview.simulation.net;

/** A message on its way along a link. */
final class Delivery extends Agenda.Event {

  private final Network network;
  private final End to;
  private final Object message;

  Delivery(Network network, End to, Object message) {
    this.network = network;
    this.to = to;
    this.message = message;
  }

  @Override
  void happen() {
    network.deliver(to, message);
  }
}
