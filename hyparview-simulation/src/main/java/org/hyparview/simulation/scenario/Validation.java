package org.hyparview.simulation.scenario;

import org.hyparview.simulation.net.Simulation;

/**
 * What holds when the faults are over and time has passed; may look at everything.
 *
 * @param <C> what is looked at: a {@link MembershipCluster}, a {@link Simulation}
 */
@FunctionalInterface
public interface Validation<C> {

  /**
   * Looks at the whole.
   *
   * @throws IllegalStateException saying what does not hold, with the values
   */
  void check(C subject);
}
