package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.machine.Machine;
import org.jspecify.annotations.Nullable;

/**
 * Decides which links leave the tree.
 *
 * <p>The eager links hold a cycle as long as some message comes twice. One message cuts each cycle
 * at one place: where its copies meet. But two messages under way at the same time meet at two
 * places, and to cut both parts the tree. So only one message shapes the tree at a time:
 *
 * <ul>
 *   <li>An origin marks a message as <i>shaping</i> only if no other shaping message has come
 *       within twice the delay.
 *   <li>Of shaping messages that are under way nevertheless, the one with the smallest id counts;
 *       it is found by waiting for the delay.
 * </ul>
 *
 * <p>Then the links on which that message came as a duplicate are pruned, and one lazy link may
 * take the place of the one that brought it first, if that saves enough hops: since each node takes
 * a parent that is nearer to the origin, the result is a tree again.
 *
 * <p>The paper prunes at each duplicate, which is right as long as messages are sent one by one.
 */
final class TreeShape {

  /** No link: the message is our own. */
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

  /** Whether a message of our own may be a shaping one. */
  boolean mayStart(long now) {
    return candidate == null || now - lastCame >= 2 * delay;
  }

  /**
   * A shaping message has come for the first time. What was due before must have been decided.
   *
   * @param from the link that it came on, or {@link #NO_LINK}
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
   * A shaping message has come again.
   *
   * @return whether the link is to be pruned at once, as its fellows were
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

  /** A neighbor has announced a message (Algorithm 4). */
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

  /** When to decide; never if there is nothing to be changed. */
  long deadline() {
    boolean change = nearest != NO_LINK || !duplicates.isEmpty();
    return change && !decided ? decision : Machine.NEVER;
  }

  /** Ends the collecting; what was found holds until the next message comes. */
  void decide() {
    decided = true;
  }

  /** The links that brought nothing new. */
  List<Long> duplicates() {
    return duplicates;
  }

  /** The link that was first. */
  long parent() {
    return parent;
  }

  /** The lazy link that would have brought it in the fewest hops, or {@link #NO_LINK}. */
  long nearest() {
    return nearest;
  }
}
