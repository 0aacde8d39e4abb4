package org.hyparview.simulation.net;

/**
 * A property that holds at each moment. It is checked after every input, so it examines only the
 * node that got the input.
 *
 * @param <H> the type of host
 */
@FunctionalInterface
public interface Invariant<H extends SimulatedHost> {

  /**
   * Examines the node that has just had an input.
   *
   * @throws IllegalStateException naming the violated property, with the values
   */
  void check(Simulation<H> simulation, SimulatedNode<H> node);
}
