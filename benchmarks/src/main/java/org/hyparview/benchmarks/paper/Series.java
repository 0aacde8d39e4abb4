package org.hyparview.benchmarks.paper;

/** Values in the order in which they were measured, one or more. */
final class Series {

  private final double[] values;

  Series(double[] values) {
    this.values = values.clone();
  }

  int size() {
    return values.length;
  }

  double at(int index) {
    return values[index];
  }

  double last() {
    return values[values.length - 1];
  }

  double mean() {
    return mean(0, values.length);
  }

  /** The mean of those from the one index to the other, exclusive; there must be some. */
  double mean(int from, int end) {
    double sum = 0;
    for (int i = from; i < end; i++) {
      sum += values[i];
    }
    return sum / (end - from);
  }

  /**
   * The index at which the first row of so many begins that are all this value; the size if there
   * is none.
   */
  int firstRowOf(double value, int length) {
    int row = 0;
    for (int i = 0; i < values.length; i++) {
      row = values[i] == value ? row + 1 : 0;
      if (row == length) {
        return i - length + 1;
      }
    }
    return values.length;
  }
}
