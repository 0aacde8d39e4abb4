package org.hyparview.transport.stream;

import java.util.function.Predicate;
import org.hyparview.protocol.peer.Peer;

/**
 * The watch for nodes that advertise one address, which happens when hosts have equal addresses on
 * networks of their own, as of container bridges, or on loopback. Others reach only one of the two,
 * so this is logged.
 *
 * <p>A node that was started again under its address has another id, too. So two other nodes are
 * reported only if links to both are still open after {@value #DELAY_MILLIS} ms, by when the link
 * to a process that has ended is closed.
 */
final class SharedAddresses {

  static final int DELAY_MILLIS = 15_000;

  private static final String ADVICE = ", so others reach only one of them. Set advertisedHost, or"
      + " host, to an address that other hosts can dial";

  private final LocalNode node;
  private final RefusalLog log;

  SharedAddresses(LocalNode node, RefusalLog log) {
    this.node = node;
    this.log = log;
  }

  /** Examines a new link. */
  void examine(StreamLink opened, Links links) {
    Peer peer = opened.peer();
    if (isConflict(peer, node.self())) {
      log.logConflict(
          peer.address(),
          "Node \"" + peer.id() + "\" advertises the address of this node \""
              + node.self().id() + "\", " + peer.address() + ADVICE,
          links.now());
    }
    StreamLink other = links.find(link -> isConflict(link.peer(), peer));
    if (other != null) {
      links.vertx().setTimer(DELAY_MILLIS, id -> examineAgain(opened, other, links));
    }
  }

  private void examineAgain(StreamLink opened, StreamLink other, Links links) {
    Predicate<StreamLink> isOther = link -> link == other;
    if (links.find(link -> link == opened) != null && links.find(isOther) != null) {
      log.logConflict(
          opened.peer().address(),
          "Nodes \"" + other.peer().id() + "\" and \"" + opened.peer().id()
              + "\" advertise one address, " + opened.peer().address() + ADVICE,
          links.now());
    }
  }

  private static boolean isConflict(Peer one, Peer other) {
    return one.address().equals(other.address()) && !one.sameNode(other);
  }
}
