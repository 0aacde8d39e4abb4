package org.hyparview.cluster;

import java.util.stream.LongStream;

/** Which seeds random tests run. */
public final class Seeds {

  private Seeds() {}

  /**
   * The one that {@code -Dhyparview.seed} names, or else from 1 on as many as
   * {@code -Dhyparview.seeds} says.
   *
   * @param count how many, if nothing says so
   */
  public static LongStream all(long count) {
    Long seed = Long.getLong("hyparview.seed");
    return seed == null
        ? LongStream.rangeClosed(1, Long.getLong("hyparview.seeds", count))
        : LongStream.of(seed);
  }
}
