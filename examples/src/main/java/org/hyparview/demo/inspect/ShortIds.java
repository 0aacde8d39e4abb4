package org.hyparview.demo.inspect;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The beginnings of some ids, as long as it takes to tell them apart. */
final class ShortIds {

  private static final int MIN_LENGTH = 8;

  private final int length;

  /** Creates short forms of these ids. */
  ShortIds(Collection<String> ids) {
    int enough = MIN_LENGTH;
    while (!differ(ids, enough)) {
      enough++;
    }
    length = enough;
  }

  private static boolean differ(Collection<String> ids, int length) {
    Set<String> seen = new HashSet<>();
    return new HashSet<>(ids).stream().allMatch(id -> seen.add(cut(id, length)));
  }

  /** Returns the beginning of an id. */
  String of(String id) {
    return cut(id, length);
  }

  private static String cut(String id, int length) {
    return id.length() <= length ? id : id.substring(0, length);
  }
}
