package org.hyparview.simulation.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open ends of all links, by number. A number combines a slot and the count of the slot's
 * earlier uses, so it is never given twice.
 */
final class LinkTable {

  private @Nullable LinkEnd[] ends = new LinkEnd[1024];
  private int[] uses = new int[1024];
  private int[] free = new int[1024];
  private int freeCount;
  private int slots = 1;

  /** Returns the open end with this number, or null. */
  @Nullable
  LinkEnd get(long number) {
    int slot = (int) number;
    if (slot <= 0 || slot >= slots) {
      return null;
    }
    LinkEnd end = ends[slot];
    return end != null && end.number == number ? end : null;
  }

  void add(LinkEnd end) {
    int slot = freeCount > 0 ? free[--freeCount] : newSlot();
    end.number = (long) uses[slot]++ << Integer.SIZE | slot;
    ends[slot] = end;
  }

  private int newSlot() {
    if (slots == ends.length) {
      ends = Arrays.copyOf(ends, 2 * slots);
      uses = Arrays.copyOf(uses, 2 * slots);
    }
    return slots++;
  }

  void remove(LinkEnd end) {
    int slot = (int) end.number;
    ends[slot] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = slot;
  }
}
