package org.hyparview.cluster;

import java.util.stream.LongStream;

/** The seeds of random tests. */
public final class Seeds {

  private Seeds() {}

  /**
   * Returns the seed of {@code -Dhyparview.seed}, or as many as {@code -Dhyparview.seeds} says,
   * from 1 on.
   *
   * @param count how many by default
   */
  public static LongStream all(long count) {
    Long seed = Long.getLong("hyparview.seed");
    return seed == null
        ? LongStream.rangeClosed(1, Long.getLong("hyparview.seeds", count))
        : LongStream.of(seed);
  }
}
