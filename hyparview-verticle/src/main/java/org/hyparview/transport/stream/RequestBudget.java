package org.hyparview.transport.stream;

import java.util.concurrent.TimeUnit;

/**
 * The limit of the requests that a node answers to all its inspectors within a second, so that they
 * cost it a small part of its time only. Pure: time is an argument, in nanoseconds of a monotonic
 * clock.
 */
final class RequestBudget {

  /** The requests within a second. */
  static final int MAX_REQUESTS = 200;

  /** The bytes of answers within a second; the last answer may exceed them. */
  static final int MAX_BYTES = 4 << 20;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long since;
  private int requests;
  private long bytes;

  RequestBudget(long now) {
    since = now;
  }

  /** Takes a request, or returns false if there were too many. */
  boolean take(long now) {
    if (now - since >= SECOND) {
      since = now;
      requests = 0;
      bytes = 0;
    }
    if (requests >= MAX_REQUESTS || bytes >= MAX_BYTES) {
      return false;
    }
    requests++;
    return true;
  }

  /** Notes the length of an answer. */
  void answered(int length) {
    bytes += length;
  }
}
