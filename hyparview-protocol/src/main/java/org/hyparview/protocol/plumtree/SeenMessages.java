package org.hyparview.protocol.plumtree;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hyparview.protocol.peer.PeerId;

/**
 * The set of messages that have arrived: the paper's receivedMsgs, without its growth.
 *
 * <p>For each origin there is a window over the sequences of its latest incarnation. A message
 * below the window, or of an earlier incarnation, counts as seen. Beyond the limit of origins, the
 * least recently active one is forgotten.
 */
final class SeenMessages {

  private final int mostOrigins;
  private final int width;
  private final Map<PeerId, Window> origins = new LinkedHashMap<>(16, 0.75f, true);

  SeenMessages(int mostOrigins, int width) {
    this.mostOrigins = mostOrigins;
    this.width = width;
  }

  boolean contains(MessageId id) {
    Window window = origins.get(id.origin());
    if (window == null || id.incarnation() > window.incarnation) {
      return false;
    }
    return id.incarnation() < window.incarnation || window.contains(id.sequence());
  }

  /**
   * Marks a message as seen.
   *
   * @return whether it was new
   */
  boolean add(MessageId id) {
    Window window = origins.get(id.origin());
    if (window != null && id.incarnation() < window.incarnation) {
      return false;
    }
    if (window == null || id.incarnation() > window.incarnation) {
      window = new Window(id.incarnation(), width);
      origins.put(id.origin(), window);
      forgetTooMany();
    }
    return window.add(id.sequence());
  }

  private void forgetTooMany() {
    if (origins.size() > mostOrigins) {
      Iterator<Window> leastRecentFirst = origins.values().iterator();
      leastRecentFirst.next();
      leastRecentFirst.remove();
    }
  }

  int origins() {
    return origins.size();
  }

  /**
   * The sequences of one incarnation: all below the base are seen, and of the next {@code width}
   * those whose bits are set, in a ring. While all arrive in order there are no bits.
   */
  private static final class Window {

    private static final long[] NO_BITS = {};

    final long incarnation;
    private final int width;
    private long base;
    private long[] bits = NO_BITS;
    private int ones;

    Window(long incarnation, int width) {
      this.incarnation = incarnation;
      this.width = width;
    }

    boolean contains(long sequence) {
      return sequence < base
          || (ones > 0 && sequence - base < width && isSet((int) (sequence % width)));
    }

    boolean add(long sequence) {
      if (contains(sequence)) {
        return false;
      }
      if (sequence == base) {
        base++;
      } else {
        slideTo(sequence);
        set((int) (sequence % width));
      }
      passOnes();
      return true;
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
