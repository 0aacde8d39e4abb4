package org.hyparview.options;

import java.util.Objects;

/**
 * The checks that setters of options make of their arguments. Each throws an
 * {@link IllegalArgumentException} that names the option, what is allowed and what was given.
 */
public final class Checks {

  /** The longest time that most options take: one hour, in milliseconds. */
  public static final int MAX_MILLIS = 3_600_000;

  /** The longest time for which something is kept: ten years, in milliseconds. */
  public static final long MAX_RETENTION_MILLIS = 10L * 365 * 24 * MAX_MILLIS;

  private static final int MAX_TEXT = 255;

  private Checks() {}

  /** A number within bounds, both of them allowed. */
  public static int range(String name, int value, int min, int max) {
    return (int) range(name, (long) value, (long) min, (long) max);
  }

  /** A number within bounds, both of them allowed. */
  public static long range(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be in " + min + ".." + max + ", but is " + value);
    }
    return value;
  }

  /** Milliseconds from so many up to {@value #MAX_MILLIS}. */
  public static int millis(String name, int value, int min) {
    return range(name, value, min, MAX_MILLIS);
  }

  /** A text of 1 to 255 characters, not all of them blank. */
  public static String text(String name, String value) {
    Objects.requireNonNull(value, () -> name + " must not be null");
    if (value.isBlank() || value.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          name + " must have 1 to " + MAX_TEXT + " characters, but is \"" + value + "\"");
    }
    return value;
  }

  /** Runs a check that doesn't know which option it is for. */
  public static void named(String name, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
