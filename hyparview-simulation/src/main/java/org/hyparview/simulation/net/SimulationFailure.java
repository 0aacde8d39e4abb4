package org.hyparview.simulation.net;

/** A simulation that went wrong: an invariant is broken, or what was demanded didn't come. */
public final class SimulationFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A failure with what is needed to see it again. */
  public SimulationFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure that has no exception behind it. */
  public SimulationFailure(String message) {
    super(message);
  }
}
