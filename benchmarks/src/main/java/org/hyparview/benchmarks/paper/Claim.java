package org.hyparview.benchmarks.paper;

/**
 * A value of the paper beside ours. It holds if the mean of our runs is within the limits.
 *
 * @param what is measured
 * @param paper its value there
 * @param min least mean that is accepted
 * @param max greatest
 * @param ours what our runs gave
 * @param digits after the point, in tables
 */
record Claim(String what, String paper, double min, double max, Spread ours, int digits) {

  boolean holds() {
    return ours.mean() >= min && ours.mean() <= max;
  }

  String accepted() {
    if (Double.isInfinite(max)) {
      return "≥ " + Spread.number(min, digits);
    }
    if (Double.isInfinite(min)) {
      return "≤ " + Spread.number(max, digits);
    }
    return Spread.number(min, digits) + " – " + Spread.number(max, digits);
  }
}
