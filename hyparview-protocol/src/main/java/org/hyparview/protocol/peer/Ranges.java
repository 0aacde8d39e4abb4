package org.hyparview.protocol.peer;

/** The check of a number against its range, both ends included. */
public final class Ranges {

  private Ranges() {}

  /**
   * Returns the value.
   *
   * @param name how the message names the number
   * @throws IllegalArgumentException if it is out of range, naming the number, its range and its
   *     value
   */
  public static long check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be in " + min + ".." + max + ", but is " + value);
    }
    return value;
  }

  /** Returns the value, as {@link #check(String, long, long, long)} does. */
  public static int check(String name, int value, int min, int max) {
    check(name, (long) value, (long) min, (long) max);
    return value;
  }
}
