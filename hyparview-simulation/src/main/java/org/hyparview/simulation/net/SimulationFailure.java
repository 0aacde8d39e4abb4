package org.hyparview.simulation.net;

/** The failure of a simulation: an invariant is broken, or a demand was not met. */
public final class SimulationFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates a failure with the data needed to reproduce it. */
  public SimulationFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Creates a failure without an underlying exception. */
  public SimulationFailure(String message) {
    super(message);
  }
}
