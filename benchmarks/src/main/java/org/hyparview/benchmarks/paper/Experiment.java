package org.hyparview.benchmarks.paper;

import java.util.List;

/** Something that is simulated, told as a section of the page, and drawn. */
interface Experiment {

  /** By what the command line and the markers of the page know it. */
  String name();

  /** Simulates it and says what came of it. */
  Outcome run(Settings settings, Workers workers);

  /**
   * The outcome of an experiment.
   *
   * @param section in Markdown, between the markers
   * @param claims that were checked
   * @param charts by the name of their file
   */
  record Outcome(String section, List<Claim> claims, List<Chart> charts) {}

  /** A chart and the name of its file, without the ending. */
  record Chart(String name, org.knowm.xchart.internal.chartpart.Chart<?, ?> chart) {}
}
