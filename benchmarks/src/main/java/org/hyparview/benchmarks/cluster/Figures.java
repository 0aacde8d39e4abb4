package org.hyparview.benchmarks.cluster;

/** Something that is measured on a cluster of processes. */
interface Figures {

  /** How it is chosen. */
  String name();

  /**
   * Measures.
   *
   * @param rounds how often, or for how many minutes
   */
  void measure(int rounds, Report report) throws Exception;
}
