package org.hyparview.demo.simulate;

/**
 * The schedule by which nodes join a simulated overlay: one by one, each when the join before is
 * over; all at once; or one after a pause each.
 *
 * @param pause between two joins in milliseconds, 0 or more; or one of the two below
 */
record JoinSchedule(long pause) {

  /** Each joins when the join before is over, with no periodic step meanwhile, as in the paper. */
  static final JoinSchedule SEQUENTIAL = new JoinSchedule(-1);

  /** All join at one moment. */
  static final JoinSchedule BURST = new JoinSchedule(0);

  /**
   * Reads what {@link #toString} gives.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static JoinSchedule parse(String text) {
    if (text.equals("sequential")) {
      return SEQUENTIAL;
    }
    if (text.equals("burst")) {
      return BURST;
    }
    if (text.matches("[1-9]\\d{0,8}")) {
      return new JoinSchedule(Long.parseLong(text));
    }
    throw new IllegalArgumentException(
        "--join must be sequential, burst or a pause in milliseconds, but is \"" + text + "\"");
  }

  @Override
  public String toString() {
    if (equals(SEQUENTIAL)) {
      return "sequential";
    }
    return equals(BURST) ? "burst" : String.valueOf(pause);
  }
}
