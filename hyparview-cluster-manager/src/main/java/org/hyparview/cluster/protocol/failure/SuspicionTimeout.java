package org.hyparview.cluster.protocol.failure;

/**
 * The time for which a silent member is suspected before it is declared dead. The form is
 * Lifeguard's (Dadgar, Phillips, Currey 2018, §IV): the more accusers, the shorter, between two
 * bounds that grow with the logarithm of the cluster.
 */
final class SuspicionTimeout {

  private SuspicionTimeout() {}

  /** Returns the time with enough accusers: base · max(1, log10 n). */
  static long min(long base, int nodes) {
    return Math.round(base * Math.max(1, StrictMath.log10(Math.max(1, nodes))));
  }

  /** Returns how many confirmations are enough: no more than there are others that could accuse. */
  static int enough(int confirmations, int nodes) {
    return Math.max(0, Math.min(confirmations, nodes - 2));
  }

  /**
   * Returns the time with c accusers besides the first: max - (max - min) · ln(c + 1) / ln(k + 1),
   * where k is {@link #enough}.
   */
  static long of(FailureConfig config, int nodes, int confirmed) {
    long min = min(config.weakTimeout(), nodes);
    int enough = enough(config.confirmations(), nodes);
    if (confirmed >= enough) {
      return min;
    }
    long max = min * config.weakFactor();
    double share = StrictMath.log(confirmed + 1.0) / StrictMath.log(enough + 1.0);
    return Math.round(max - (max - min) * share);
  }
}
