package org.hyparview.simulation.net;

import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;

/**
 * The factory of hosts: one for each incarnation of a node.
 *
 * @param <H> the type of host
 */
@FunctionalInterface
public interface HostFactory<H extends SimulatedHost> {

  /**
   * Creates a host for a new incarnation of a node.
   *
   * @param node the place where it runs
   * @param self its name in this incarnation
   * @param random its own source of randomness, a function of the seed, the node and the
   *     incarnation
   */
  H create(SimulatedNode<H> node, Peer self, RandomGenerator random);
}
