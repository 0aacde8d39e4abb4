package org.hyparview.cluster.group;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hyparview.cluster.group.GroupMessage.Inquiry;

/**
 * The members that this node has met a moment ago, whose news may not have arrived: they are asked
 * whether they know of a group. Members are only noted while this node knows of none.
 */
final class Newcomers {

  /**
   * No group. Who is asked for it tells of the one that it knows, and that it has none of these.
   */
  static final String ANY_GROUP = "";

  /** How long the news of a member may take, if its answer is lost. */
  private static final int NEWS_MILLIS = 300;

  private final GroupContext context;
  private final Map<String, Long> metAt = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  Newcomers(GroupContext context) {
    this.context = context;
  }

  /** Notes a member. */
  void met(String node) {
    forgetOld();
    if (context.directory().current() == null) {
      forget(node);
      metAt.put(node, context.millis());
    }
  }

  /** Notes that a member has told what it knows, or is none any more. */
  void forget(String node) {
    metAt.remove(node);
    asked.remove(node);
  }

  private void forgetOld() {
    long now = context.millis();
    Iterator<Map.Entry<String, Long>> oldest = metAt.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Long> next = oldest.next();
      if (now - next.getValue() < NEWS_MILLIS) {
        return;
      }
      asked.remove(next.getKey());
      oldest.remove();
    }
  }

  /** Returns whether each has told what it knows, or had the time to; asks those that haven't. */
  boolean haveTold() {
    forgetOld();
    for (String node : metAt.keySet()) {
      if (asked.add(node)) {
        context.send(node, new Inquiry(ANY_GROUP));
      }
    }
    return metAt.isEmpty();
  }
}
