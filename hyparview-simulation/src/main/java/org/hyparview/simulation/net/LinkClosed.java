package org.hyparview.simulation.net;

/** The close of a link on its way to the other end. */
final class LinkClosed extends EventQueue.Event {

  private final Network network;
  private final LinkEnd to;

  LinkClosed(Network network, LinkEnd to) {
    this.network = network;
    this.to = to;
  }

  @Override
  void happen() {
    network.closedByPeer(to);
  }
}
