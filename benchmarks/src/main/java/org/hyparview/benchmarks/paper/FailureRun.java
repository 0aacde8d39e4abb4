package org.hyparview.benchmarks.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * One overlay after a massive failure. All shares are of the survivors, 0..1.
 *
 * @param failed how many nodes died, in percent
 * @param knowledge the largest component of all that the survivors know of each other
 * @param first the mean reliability of many messages at the moment of the failure
 * @param reliability of each message, the first at the moment of the failure, each from a random
 *     survivor
 * @param component the largest component of the active views at each message: the reliability of a
 *     message whose sender is in it
 */
record FailureRun(
    int failed, double knowledge, double first, Series reliability, Series component) {

  private static final int FIRST_MESSAGES = 100;

  /** Simulates each failure once for each seed; in the order of failures, then of seeds. */
  static List<FailureRun> all(
      String name, Policy policy, int[] failures, Settings settings, Workers workers) {
    List<Callable<FailureRun>> simulations = new ArrayList<>();
    for (int failed : failures) {
      for (int i = 0; i < settings.runs(); i++) {
        long seed = settings.seed() + i;
        simulations.add(() -> simulate(policy, failed, settings, seed));
      }
    }
    return workers.all(name, simulations);
  }

  private static FailureRun simulate(Policy policy, int failed, Settings settings, long seed) {
    Overlay overlay = Overlay.stable(policy, settings.nodes(), seed, settings.cycles());
    overlay.fail(failed / 100.0);
    double knowledge = overlay.largestKnowledge();
    double first = overlay.meanReliability(FIRST_MESSAGES);
    double[] reliability = new double[settings.messages()];
    double[] component = new double[settings.messages()];
    for (int message = 0; message < reliability.length; message++) {
      if (message == 1) {
        overlay.firstStep();
      } else if (message > 1) {
        overlay.step();
      }
      component[message] = overlay.largestComponent();
      reliability[message] = overlay.broadcast().reliability();
    }
    return new FailureRun(failed, knowledge, first, new Series(reliability), new Series(component));
  }

  /** Those of one failure. */
  static List<FailureRun> of(int failed, List<FailureRun> runs) {
    return runs.stream().filter(run -> run.failed == failed).toList();
  }
}
