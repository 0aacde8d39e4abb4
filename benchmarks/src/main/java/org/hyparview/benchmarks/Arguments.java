package org.hyparview.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The arguments of a command: names that begin with two dashes, each followed by its value. */
final class Arguments {

  private final List<String> words;

  Arguments(String... words) {
    this.words = new ArrayList<>(Arrays.asList(words));
  }

  /** The number that was given, or the default. */
  int number(String name, int other) {
    return Integer.parseInt(text(name, Integer.toString(other)));
  }

  /** The text that was given, or the default. */
  String text(String name, String other) {
    int place = words.indexOf(name);
    if (place < 0) {
      return other;
    }
    if (place + 1 == words.size()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    words.remove(place);
    return words.remove(place);
  }

  /**
   * To be called when all were asked for.
   *
   * @throws IllegalArgumentException if there are others
   */
  void checkNoneLeft() {
    if (!words.isEmpty()) {
      throw new IllegalArgumentException("Not understood: " + String.join(" ", words));
    }
  }
}
