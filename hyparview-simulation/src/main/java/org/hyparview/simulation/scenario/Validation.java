package org.hyparview.simulation.scenario;

import org.hyparview.simulation.net.Simulation;

/**
 * A property that holds when the faults are over and time has passed; may examine everything.
 *
 * @param <C> the subject: a {@link MembershipCluster}, a {@link Simulation}
 */
@FunctionalInterface
public interface Validation<C> {

  /**
   * Examines the subject.
   *
   * @throws IllegalStateException naming the violated property, with the values
   */
  void check(C subject);
}
