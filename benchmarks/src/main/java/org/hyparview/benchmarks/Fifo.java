package org.hyparview.benchmarks;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbered things, first in, first out, in a ring of two arrays that grows as needed. */
final class Fifo {

  private int[] numbers = new int[1 << 10];
  private @Nullable Object[] things = new Object[1 << 10];
  private int head;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(int number, Object thing) {
    if (size == things.length) {
      grow();
    }
    int place = (head + size++) & (things.length - 1);
    numbers[place] = number;
    things[place] = thing;
  }

  /** The number of the oldest thing, of which there is one. */
  int number() {
    return numbers[head];
  }

  /** The oldest thing, of which there is one. */
  Object thing() {
    return Objects.requireNonNull(things[head]);
  }

  void remove() {
    things[head] = null;
    head = (head + 1) & (things.length - 1);
    size--;
  }

  /** Doubles the ring; what stood before the head in the old one comes after its end in the new. */
  private void grow() {
    int length = things.length;
    numbers = Arrays.copyOf(numbers, 2 * length);
    things = Arrays.copyOf(things, 2 * length);
    System.arraycopy(numbers, 0, numbers, length, head);
    System.arraycopy(things, 0, things, length, head);
    Arrays.fill(things, 0, head, null);
  }
}
