package org.hyparview.cluster.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.cluster.MemberEvent.Reason;

/**
 * The log of joins and departures: a line for each, but at most {@value #MAX_LINES} in a second.
 * Those that follow within the second share a line at its end, and so on until a second without
 * any.
 */
final class MemberLog {

  /** The most lines about single members in a row. */
  static final int MAX_LINES = 3;

  /** The most members that a summary names. */
  static final int MAX_NAMED = 5;

  /** A fate of a member, with its word in a summary. */
  private enum Fate {
    JOINED("joined"),
    RETURNED("returned"),
    LEFT("left gracefully"),
    FAILED("failed");

    private final String text;

    Fate(String text) {
      this.text = text;
    }
  }

  /** The members with one fate in a summary. */
  private static final class Group {
    private final List<String> named = new ArrayList<>();
    private int size;

    void add(String id) {
      size++;
      if (named.size() < MAX_NAMED) {
        named.add(id);
      }
    }

    @Override
    public String toString() {
      return String.join(", ", named) + (size > named.size() ? ", …" : "");
    }
  }

  private final Consumer<String> out;
  private final Consumer<Runnable> nextSecond;
  private final Map<Fate, Group> waiting = new EnumMap<>(Fate.class);
  private int lines;
  private boolean isOpen;
  private int members;

  /**
   * Creates an empty log.
   *
   * @param out writes a line
   * @param nextSecond runs a task a second later
   */
  MemberLog(Consumer<String> out, Consumer<Runnable> nextSecond) {
    this.out = out;
    this.nextSecond = nextSecond;
  }

  /** Logs a change of another member than this node, now or soon. */
  void log(MemberEvent event) {
    boolean isOwn = event.member().id().equals(event.node());
    if (isOwn || event.type() == MemberEvent.Type.MEMBER_CHANGED) {
      return;
    }
    members = event.members();
    if (lines < MAX_LINES) {
      lines++;
      out.accept(line(event));
    } else {
      waiting
          .computeIfAbsent(fateOf(event), none -> new Group())
          .add(event.member().id());
    }
    if (!isOpen) {
      isOpen = true;
      nextSecond.accept(this::endSecond);
    }
  }

  private void endSecond() {
    if (waiting.isEmpty()) {
      isOpen = false;
      lines = 0;
      return;
    }
    String summary = waiting.entrySet().stream()
        .map(fate -> fate.getValue().size + " " + fate.getKey().text + " (" + fate.getValue() + ")")
        .collect(Collectors.joining(", "));
    waiting.clear();
    out.accept(
        "Within a second more nodes have changed: " + summary + "; the cluster has " + nodes());
    nextSecond.accept(this::endSecond);
  }

  private String line(MemberEvent event) {
    String node = "Node " + event.member();
    String size = "; the cluster has " + nodes();
    return switch (fateOf(event)) {
      case JOINED -> node + " has joined" + size;
      case RETURNED -> node + ", which was held dead, has returned" + size;
      case LEFT -> node + " has left gracefully" + size;
      case FAILED -> node + " has failed: it has ended, hangs, or can't be reached" + size;
    };
  }

  private String nodes() {
    return members + (members == 1 ? " node" : " nodes");
  }

  private static Fate fateOf(MemberEvent event) {
    if (event.type() == MemberEvent.Type.MEMBER_LEFT) {
      return event.reason() == Reason.LEFT ? Fate.LEFT : Fate.FAILED;
    }
    return event.type() == MemberEvent.Type.MEMBER_RETURNED ? Fate.RETURNED : Fate.JOINED;
  }
}
