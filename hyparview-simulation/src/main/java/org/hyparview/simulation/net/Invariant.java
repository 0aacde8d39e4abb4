package org.hyparview.simulation.net;

/**
 * What holds at each moment; checked after every input, so it looks at the node that got it and no
 * further.
 *
 * @param <H> what the nodes run
 */
@FunctionalInterface
public interface Invariant<H extends SimulatedHost> {

  /**
   * Looks at the node that has just had an input.
   *
   * @throws IllegalStateException saying what does not hold, with the values
   */
  void check(Simulation<H> simulation, SimulatedNode<H> node);
}
