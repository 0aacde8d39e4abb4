package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The set of messages that have arrived: the paper's receivedMsgs, without its growth.
 *
 * <p>For each origin there are a few windows over its sequences, each of one incarnation. No
 * message makes others count as seen that were not: neither one of a higher incarnation, since a
 * node may restart with an earlier clock, nor one with a much higher sequence. Such a message opens
 * a window of its own, in place of the one that was used least recently. Only a window that has
 * filled up gives up what it still lacks. Beyond the limit of origins, the least recently active
 * one is forgotten.
 */
final class SeenMessages {

  /** The most windows of one origin. */
  private static final int MOST_WINDOWS = 4;

  private final int mostOrigins;
  private final int width;
  private final Map<PeerId, List<Window>> origins = new LinkedHashMap<>(16, 0.75f, true);

  SeenMessages(int mostOrigins, int width) {
    this.mostOrigins = mostOrigins;
    this.width = width;
  }

  boolean contains(MessageId id) {
    List<Window> windows = origins.get(id.origin());
    return windows != null && contains(windows, id);
  }

  private static boolean contains(List<Window> windows, MessageId id) {
    for (Window window : windows) {
      if (window.incarnation == id.incarnation() && window.contains(id.sequence())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Marks a message as seen.
   *
   * @return whether it was new
   */
  boolean add(MessageId id) {
    List<Window> windows = origins.get(id.origin());
    if (windows == null) {
      windows = new ArrayList<>(1);
      origins.put(id.origin(), windows);
      forgetTooMany();
    } else if (contains(windows, id)) {
      return false;
    }
    Window window = windowFor(windows, id);
    if (window == null) {
      window = open(windows, id);
    }
    window.add(id.sequence());
    return true;
  }

  /** Returns the window that accepts a message, as the first of all. */
  private static @Nullable Window windowFor(List<Window> windows, MessageId id) {
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      if (window.incarnation == id.incarnation() && window.accepts(id.sequence())) {
        if (i > 0) {
          windows.remove(i);
          windows.add(0, window);
        }
        return window;
      }
    }
    return null;
  }

  private Window open(List<Window> windows, MessageId id) {
    if (windows.size() == MOST_WINDOWS) {
      windows.remove(MOST_WINDOWS - 1);
    }
    long floor = Math.max(0, id.sequence() - width / 2);
    Window window = new Window(id.incarnation(), floor, width);
    windows.add(0, window);
    return window;
  }

  private void forgetTooMany() {
    if (origins.size() > mostOrigins) {
      Iterator<List<Window>> leastRecentFirst = origins.values().iterator();
      leastRecentFirst.next();
      leastRecentFirst.remove();
    }
  }

  int origins() {
    return origins.size();
  }

  /**
   * The sequences of one incarnation from a floor on: all between floor and base are seen, and of
   * the next {@code width} those whose bits are set, in a ring. While all arrive in order there are
   * no bits.
   */
  private static final class Window {

    private static final long[] NO_BITS = {};

    final long incarnation;
    private final long floor;
    private final int width;
    private long base;
    private long[] bits = NO_BITS;
    private int ones;

    Window(long incarnation, long floor, int width) {
      this.incarnation = incarnation;
      this.floor = floor;
      this.width = width;
      base = floor;
    }

    boolean contains(long sequence) {
      return sequence >= floor
          && (sequence < base
              || (ones > 0 && sequence - base < width && isSet((int) (sequence % width))));
    }

    /**
     * Returns whether a sequence that is not seen lies in the window, or close enough behind one
     * that is a quarter full. What a full window lacks at its begin has been lost.
     */
    boolean accepts(long sequence) {
      long distance = sequence - base;
      return sequence >= base
          && (distance < width || (ones >= width / 4 && distance < width + width / 4));
    }

    void add(long sequence) {
      if (sequence == base) {
        base++;
      } else {
        slideTo(sequence);
        set((int) (sequence % width));
      }
      passOnes();
    }

    /** Extends the window to end at the sequence, if that is beyond it. */
    private void slideTo(long sequence) {
      if (sequence - base < width) {
        return;
      }
      long newBase = sequence - width + 1;
      for (int i = 0; ones > 0 && i < Math.min(width, newBase - base); i++) {
        clear((int) ((base + i) % width));
      }
      base = newBase;
    }

    private void passOnes() {
      while (ones > 0 && isSet((int) (base % width))) {
        clear((int) (base % width));
        base++;
      }
      if (ones == 0) {
        bits = NO_BITS;
      }
    }

    private boolean isSet(int place) {
      return (bits[place >> 6] & 1L << place) != 0;
    }

    private void set(int place) {
      if (ones == 0) {
        bits = new long[width >> 6];
      }
      bits[place >> 6] |= 1L << place;
      ones++;
    }

    private void clear(int place) {
      if (isSet(place)) {
        bits[place >> 6] &= ~(1L << place);
        ones--;
      }
    }
  }
}
