package org.hyparview.simulation.net;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The queue of future events in the order of (time, sequence): events of one moment happen in the
 * order in which they were added.
 *
 * <p>A wheel of one slot per millisecond holds the next {@value #SPAN} ms, so adding and taking
 * cost the same however many events there are; a heap holds the rest until it comes into that span.
 * An event enters the wheel the moment its time comes into the span, before any other event can be
 * added for that time: so the order of adding is kept.
 */
final class EventQueue {

  private static final int SPAN = 1 << 16;
  private static final int MASK = SPAN - 1;

  /** An event that happens once; a link in the list of its slot. */
  abstract static class Event {
    private long time;
    private long sequence;
    private @Nullable Event next;

    abstract void happen();
  }

  private final @Nullable Event[] first = new Event[SPAN];
  private final @Nullable Event[] last = new Event[SPAN];
  private final long[] occupied = new long[SPAN / Long.SIZE];
  private final PriorityQueue<Event> later = new PriorityQueue<>(EventQueue::compare);

  private long now;
  private long sequence;
  private long size;
  private int inWheel;

  private static int compare(Event a, Event b) {
    return a.time == b.time ? Long.compare(a.sequence, b.sequence) : Long.compare(a.time, b.time);
  }

  /** Returns the time of the last event taken, or to which the queue was advanced. */
  long now() {
    return now;
  }

  /** Returns the number of future events. */
  long size() {
    return size;
  }

  /** Adds an event that is in no queue; an event whose time has passed happens now. */
  void add(long time, Event event) {
    event.time = Math.max(time, now);
    size++;
    if (event.time - now < SPAN) {
      append(event);
    } else {
      event.sequence = sequence++;
      later.add(event);
    }
  }

  private void append(Event event) {
    inWheel++;
    int slot = (int) event.time & MASK;
    Event before = last[slot];
    if (before == null) {
      first[slot] = event;
      occupied[slot >> 6] |= 1L << slot;
    } else {
      before.next = event;
    }
    last[slot] = event;
  }

  /**
   * Takes the next event if its time is not after the limit, and advances the time to it; otherwise
   * advances the time to the limit and returns null.
   */
  @Nullable
  Event next(long limit) {
    int slot = (int) now & MASK;
    Event event = first[slot];
    if (event == null) {
      long time = nextTime();
      if (time > limit) {
        moveTo(Math.max(limit, now));
        return null;
      }
      moveTo(time);
      slot = (int) now & MASK;
      event = first[slot];
    } else if (now > limit) {
      return null;
    }
    return event == null ? null : remove(slot, event);
  }

  private Event remove(int slot, Event event) {
    first[slot] = event.next;
    if (event.next == null) {
      last[slot] = null;
      occupied[slot >> 6] &= ~(1L << slot);
    }
    event.next = null;
    inWheel--;
    size--;
    return event;
  }

  /** Returns the time of the next event; later than any limit if there is none. */
  private long nextTime() {
    int from = (int) now & MASK;
    int word = from >> 6;
    long bits = occupied[word] & (-1L << from);
    for (int i = 0; inWheel > 0 && i <= occupied.length; i++) {
      if (bits != 0) {
        int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
        return now + ((slot - from) & MASK);
      }
      word = (word + 1) % occupied.length;
      bits = occupied[word];
    }
    return later.isEmpty() ? Long.MAX_VALUE : later.element().time;
  }

  private void moveTo(long time) {
    now = time;
    while (!later.isEmpty() && later.element().time - now < SPAN) {
      append(later.remove());
    }
  }
}
