package org.hyparview.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hyparview.protocol.hyparview.ComponentLabel;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;

/**
 * Numbered nodes with names and addresses as in a deployment: a random UUID, an IPv4 address, a
 * port. The same number gives equal peers that share no object, as if each came from the network.
 */
final class Nodes {

  /** Which life every node is in: milliseconds, as in a deployment. */
  static final long INCARNATION = 1_767_225_600_000L;

  private static final int PORT = 7100;

  private Nodes() {}

  static Peer node(int number) {
    return new Peer(PeerId.random(new SplittableRandom(number)), INCARNATION, address(number));
  }

  static PeerAddress address(int number) {
    return new PeerAddress("10.10." + number / 200 % 200 + "." + (1 + number % 200), PORT);
  }

  /** The nodes with the numbers from first on, in a list that messages need not copy. */
  static List<Peer> nodes(int first, int count) {
    return List.copyOf(
        IntStream.range(first, first + count).mapToObj(Nodes::node).toList());
  }

  /** The label of a component whose root is older than all numbered nodes. */
  static ComponentLabel label() {
    return new ComponentLabel(node(Integer.MAX_VALUE).id(), INCARNATION - 1, 12_345);
  }
}
