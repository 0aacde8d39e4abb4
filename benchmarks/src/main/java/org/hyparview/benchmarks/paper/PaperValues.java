package org.hyparview.benchmarks.paper;

/**
 * The papers' results: tables as printed, figures as read from their vector graphics. HyParView is
 * TR-07-13, Plumtree TR-07-14.
 */
final class PaperValues {

  /** Percent of the nodes that fail (Fig. 2). */
  static final int[] FAILED = {10, 20, 30, 40, 50, 60, 70, 80, 90, 95};

  /** Fig. 2: mean reliability of 1,000 messages after the failure, in percent. */
  static final double[] HYPARVIEW = {
    100.00, 100.00, 100.00, 100.00, 100.00, 99.94, 99.91, 99.88, 99.65, 90.85
  };

  static final double[] CYCLON_ACKED = {
    98.35, 98.32, 98.35, 98.29, 98.06, 98.06, 96.87, 46.35, 0.17, 0.26
  };
  static final double[] CYCLON = {97.36, 96.56, 92.59, 85.93, 73.41, 50.17, 11.78, 0.23, 0.17, 0.26
  };
  static final double[] SCAMP = {94.70, 92.27, 88.05, 80.15, 65.48, 39.78, 4.22, 0.23, 0.17, 0.26};

  /** TR-07-14, Fig. 6a: reliability of the first message after the failure, in percent. */
  static final double[] FIRST_MESSAGE = {100, 100, 99.8, 98.7, 94.9, 56.0, 14.9, 0.4, 0.2, 0.2};

  /** Fig. 3: the failures of its six parts, in percent. */
  static final int[] FIG3_FAILED = {20, 40, 60, 70, 80, 95};

  /** Fig. 3: reliability of the first messages after the failure, in percent. */
  static final double[][] FIG3 = {
    {99.98, 100},
    {98.65, 100},
    {55.1, 99.4, 99.98, 100},
    {13.0, 96.5, 99.9},
    {1.56, 81.5, 98.1, 99.7, 99.9, 99.98, 100},
    {0.27, 0.47, 0.41, 23.0, 77.8, 85.6, 91.6, 93.7}
  };

  /** Fig. 3f: what the messages after the first twenty reach, in percent. */
  static final double PLATEAU_AT_95 = 95.5;

  /** Fig. 4: cycles to heal after failures of 10..90 %. */
  static final int[] HEALING = {1, 1, 1, 1, 1, 1, 2, 2, 4};

  static final int[] HEALING_CYCLON_ACKED = {8, 26, 24, 27, 32, 24, 35, 51, 71};
  static final int[] HEALING_CYCLON = {42, 48, 51, 69, 72, 80, 102, 107, 159};

  /** Fig. 5: how many of 10,000 nodes have an in-degree of 0..5. */
  static final int[] IN_DEGREES = {0, 0, 2, 7, 11, 9_980};

  /** TR-07-14, Fig. 2b: the mean degree after so many cycles, from the redundancy of floods. */
  static final int[] DEGREE_CYCLES = {0, 1, 2, 7};

  static final double[] DEGREES = {4.03, 4.90, 4.94, 4.98};

  private PaperValues() {}

  static int indexOf(int[] values, int value) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == value) {
        return i;
      }
    }
    return -1;
  }
}
