package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.machine.Machine;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which links leave the tree.
 *
 * <p>The eager links contain a cycle as long as some message arrives twice. One message cuts each
 * cycle at one place: where its copies meet. Two concurrent messages meet at two places, and to cut
 * both splits the tree. So only one message shapes the tree at a time:
 *
 * <ul>
 *   <li>An origin marks a message as <i>shaping</i> only if no other shaping message has arrived
 *       within twice the delay.
 *   <li>Of concurrent shaping messages the one with the smallest id counts; waiting for the delay
 *       determines it.
 * </ul>
 *
 * <p>Then the links on which that message arrived as a duplicate are pruned, and one lazy link may
 * replace the link that brought it first, if that saves enough hops. Each node takes a parent that
 * is nearer to the origin, so the result is a tree again.
 *
 * <p>The paper prunes at each duplicate, which is right as long as messages are sent one by one.
 */
final class TreeShape {

  /** The absent link of an own message. */
  static final long NO_LINK = Long.MIN_VALUE;

  private final long delay;
  private final int threshold;
  private @Nullable MessageId candidate;
  private long lastCame;
  private long decision;
  private boolean decided;
  private long parent = NO_LINK;
  private int round;
  private long nearest = NO_LINK;
  private int nearestRound;
  private final List<Long> duplicates = new ArrayList<>(0);

  TreeShape(long delay, int threshold) {
    this.delay = delay;
    this.threshold = threshold;
  }

  /** Returns whether an own message may be a shaping one. */
  boolean mayStart(long now) {
    return candidate == null || now - lastCame >= 2 * delay;
  }

  /**
   * Records the first copy of a shaping message. An earlier due decision must have been made.
   *
   * @param from the link of the copy, or {@link #NO_LINK}
   * @param hops its round here
   */
  void came(MessageId id, long from, int hops, long now) {
    lastCame = now;
    boolean open = candidate != null && now < decision;
    if (candidate != null && open && candidate.compareTo(id) < 0) {
      return;
    }
    if (!open) {
      decision = now + delay;
      decided = false;
    }
    candidate = id;
    parent = from;
    round = hops;
    nearest = NO_LINK;
    duplicates.clear();
  }

  /**
   * Records a further copy of a shaping message.
   *
   * @return whether to prune the link at once, as was done with the other duplicates
   */
  boolean cameAgain(MessageId id, long link, long now) {
    if (!id.equals(candidate) || link == parent) {
      return false;
    }
    boolean late = now >= decision;
    if (!late && !duplicates.contains(link)) {
      duplicates.add(link);
    }
    return late;
  }

  /** Records a neighbor's announcement of a message (Algorithm 4). */
  void announced(MessageId id, long link, int announcedRound, long now) {
    boolean counts = !decided && now <= decision && parent != NO_LINK && id.equals(candidate);
    boolean near = round - announcedRound > threshold;
    if (counts && near && (nearest == NO_LINK || announcedRound < nearestRound)) {
      nearest = link;
      nearestRound = announcedRound;
    }
  }

  void lose(long link) {
    duplicates.remove(link);
    if (link == parent || link == nearest) {
      nearest = NO_LINK;
    }
    parent = link == parent ? NO_LINK : parent;
  }

  /** Returns the time of the decision; never if there is nothing to change. */
  long deadline() {
    boolean change = nearest != NO_LINK || !duplicates.isEmpty();
    return change && !decided ? decision : Machine.NEVER;
  }

  /** Ends the collection; the result holds until the next message arrives. */
  void decide() {
    decided = true;
  }

  /** Returns the links that brought only duplicates. */
  List<Long> duplicates() {
    return duplicates;
  }

  /** Returns the link of the first copy. */
  long parent() {
    return parent;
  }

  /** Returns the lazy link that would have taken the fewest hops, or {@link #NO_LINK}. */
  long nearest() {
    return nearest;
  }
}
