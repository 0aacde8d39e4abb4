package org.hyparview.node;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.hyparview.transport.Link;
import org.jspecify.annotations.Nullable;

/** The numbers by which machines know links. A number is never used twice. */
final class LinkTable {

  private final Map<Long, Link> links = new HashMap<>();
  private final IdentityHashMap<Link, Long> numbers = new IdentityHashMap<>();
  private long last;

  /** Returns the number of a link, which gets one now if it has none. */
  long numberOf(Link link) {
    Long known = numbers.get(link);
    if (known != null) {
      return known;
    }
    long number = ++last;
    numbers.put(link, number);
    links.put(number, link);
    return number;
  }

  /** Returns the link with this number, or null if it was removed. */
  @Nullable
  Link link(long number) {
    return links.get(number);
  }

  /** Removes a link, and returns its number if it had one. */
  @Nullable
  Long remove(Link link) {
    Long number = numbers.remove(link);
    if (number != null) {
      links.remove(number);
    }
    return number;
  }

  int size() {
    return links.size();
  }
}
