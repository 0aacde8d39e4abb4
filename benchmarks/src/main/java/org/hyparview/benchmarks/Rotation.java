package org.hyparview.benchmarks;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Prepared values, handed out in turn, so that no operation pays for making them.
 *
 * <p>Long enough for a machine to have forgotten a value when its turn comes again, and short
 * enough to stay in a processor's cache, as a message does that was decoded a moment ago.
 */
final class Rotation<T> {

  private final List<T> values;
  private int turn;

  /** The values that the function gives for 0 and up. */
  Rotation(int length, IntFunction<T> make) {
    values = IntStream.range(0, length).mapToObj(make).toList();
  }

  T next() {
    T value = values.get(turn);
    turn = turn + 1 == values.size() ? 0 : turn + 1;
    return value;
  }
}
