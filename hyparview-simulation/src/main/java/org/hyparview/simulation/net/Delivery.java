package org.hyparview.simulation.net;

/** A message on its way along a link. */
final class Delivery extends EventQueue.Event {

  private final Network network;
  private final LinkEnd to;
  private final Object message;

  Delivery(Network network, LinkEnd to, Object message) {
    this.network = network;
    this.to = to;
    this.message = message;
  }

  @Override
  void happen() {
    network.deliver(to, message);
  }
}
