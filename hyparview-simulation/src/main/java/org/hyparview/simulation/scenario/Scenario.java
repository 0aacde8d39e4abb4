package org.hyparview.simulation.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationFailure;

/**
 * The recipe of a run: setup, faults, and the properties that must hold after recovery. It runs
 * with any seed; a failed run reports the step, the seed, and the command that repeats it.
 *
 * <p>Write it in two phases: first faults, during which only invariants hold; then heal, let a
 * bounded time pass, and demand progress.
 *
 * @param <C> the subject of the steps: a {@link MembershipCluster}, a {@link Simulation}
 */
public final class Scenario<C> {

  private record Step<C>(String name, Consumer<C> action) {}

  private final String name;
  private final String replay;
  private final LongFunction<C> builder;
  private final List<Step<C>> steps;

  private Scenario(String name, String replay, LongFunction<C> builder, List<Step<C>> steps) {
    this.name = name;
    this.replay = replay;
    this.builder = builder;
    this.steps = steps;
  }

  /**
   * Creates a scenario without steps.
   *
   * @param name the subject of the scenario
   * @param replay the command that runs it with one seed, which replaces {@code %d}
   * @param builder creates the subject of the steps from a seed
   */
  public static <C> Scenario<C> of(String name, String replay, LongFunction<C> builder) {
    return new Scenario<>(
        Objects.requireNonNull(name), Objects.requireNonNull(replay), builder, List.of());
  }

  /** Returns the same scenario with one more step. */
  public Scenario<C> then(String stepName, Consumer<C> action) {
    List<Step<C>> more = new ArrayList<>(steps);
    more.add(new Step<>(stepName, action));
    return new Scenario<>(name, replay, builder, more);
  }

  /** Returns the same scenario with one more demand. */
  public Scenario<C> demand(String what, Validation<? super C> validation) {
    return then(what, validation::check);
  }

  /**
   * Runs all steps.
   *
   * @return the subject as the steps left it
   * @throws SimulationFailure if a step fails
   */
  public C run(long seed) {
    C subject = builder.apply(seed);
    for (Step<C> step : steps) {
      try {
        step.action.accept(subject);
      } catch (RuntimeException | AssertionError e) {
        throw new SimulationFailure(
            "Scenario \"" + name + "\" failed at \"" + step.name + "\" with seed " + seed + ": "
                + e.getMessage() + "\nReplay: " + String.format(replay, seed),
            e);
      }
    }
    return subject;
  }
}
