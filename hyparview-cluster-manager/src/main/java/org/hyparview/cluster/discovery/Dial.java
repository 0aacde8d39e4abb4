package org.hyparview.cluster.discovery;

import io.vertx.core.Future;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Transport;

/** The check which node listens at an address. */
@FunctionalInterface
public interface Dial {

  /**
   * Dials an address.
   *
   * @return the node of this cluster that answers there, other than this one; fails in bounded time
   *     if there is none
   */
  Future<Peer> at(PeerAddress address);

  /** Returns a dial over a transport, from whose context it is to be called. It closes the link. */
  static Dial over(Transport transport) {
    return address -> transport.open(address, null).map(link -> {
      Peer peer = link.peer();
      link.close(CloseReason.UNUSED);
      return peer;
    });
  }
}
