package org.hyparview.cluster.group;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The members that this node has met a moment ago, whose news may not have arrived: they are asked
 * for it.
 */
final class Newcomers {

  /** How long the news of a member may take, if its answer is lost. */
  static final int NEWS_MILLIS = 300;

  /** How many are asked at a time: each is dialed for it. */
  static final int MAX_ASKED = 64;

  private final LongSupplier millis;
  private final Consumer<String> question;
  private final Map<String, Long> metAt = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  /**
   * Creates an empty list.
   *
   * @param millis the clock
   * @param question asks a member
   */
  Newcomers(LongSupplier millis, Consumer<String> question) {
    this.millis = millis;
    this.question = question;
  }

  /** Notes a member. */
  void met(String node) {
    forgetOld();
    forget(node);
    metAt.put(node, millis.getAsLong());
  }

  /** Notes that a member has told what it knows, or is none any more. */
  void forget(String node) {
    metAt.remove(node);
    asked.remove(node);
  }

  private void forgetOld() {
    long now = millis.getAsLong();
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

  /** Returns whether each has told what it knows, or had the time to. */
  boolean haveTold() {
    forgetOld();
    return metAt.isEmpty();
  }

  /** Asks those that haven't told what they know. */
  void ask() {
    for (String node : metAt.keySet()) {
      if (asked.size() < MAX_ASKED && asked.add(node)) {
        question.accept(node);
      }
    }
  }
}
