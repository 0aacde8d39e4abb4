package org.hyparview.simulation.net;

import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;

/**
 * Makes what runs on a node, once for each of its lives.
 *
 * @param <H> what the nodes run
 */
@FunctionalInterface
public interface HostFactory<H extends SimulatedHost> {

  /**
   * A host for a new life of a node.
   *
   * @param node where it runs
   * @param self its name in this life
   * @param random its own chance, a function of the seed, the node and the life
   */
  H create(SimulatedNode<H> node, Peer self, RandomGenerator random);
}
