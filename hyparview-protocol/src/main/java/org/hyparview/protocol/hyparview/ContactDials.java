package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.machine.Machine;

/**
 * The schedule of the dials of one search for a contact, which overlap as in RFC 8305 §5. The first
 * contact is dialed alone. While none has answered, the number of dials under way may grow
 * {@value #GROWTH} times every {@value #DELAY} ms. So a dead contact delays the search by that
 * time, and dozens of them delay it by no more than a few times as much.
 */
final class ContactDials {

  /** The time that the dials under way are given before more begin, in milliseconds. */
  static final long DELAY = 300;

  /** The most dials under way. */
  static final int MAX = 64;

  private static final int GROWTH = 4;

  private int limit = 1;
  private long growsAt = Machine.NEVER;

  /** Begins a new search. */
  void reset() {
    limit = 1;
    growsAt = Machine.NEVER;
  }

  /** Returns how many dials may be under way now. */
  int limit(long now) {
    if (now >= growsAt) {
      limit = Math.min(GROWTH * limit, MAX);
      growsAt = now + DELAY;
    }
    return limit;
  }

  /** Notes that a dial begins, from which the time until more may begin counts. */
  void dialed(long now) {
    if (growsAt == Machine.NEVER) {
      growsAt = now + DELAY;
    }
  }

  /** Returns when more dials may begin, or never if there may be no more. */
  long deadline() {
    return limit < MAX ? growsAt : Machine.NEVER;
  }
}
