package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;

/** This node's part in one attempt to bring an acknowledged message to everybody. */
final class Wave {

  final MessageId id;
  final int attempt;

  /** The link that it came on first and is acknowledged to; {@link #ORIGIN} if it is our own. */
  final long parent;

  /** When this node stops to wait. */
  final long deadline;

  /** When it came. */
  final long since;

  /** Its place in the order in which neighbors came and waves began. */
  final long order;

  /** The parent of those that have none. */
  static final long ORIGIN = Long.MIN_VALUE;

  private final List<Neighbor> waiting = new ArrayList<>(5);
  private List<PeerId> missing = List.of();
  private boolean clean = true;
  private long reached;
  private boolean open = true;

  Wave(MessageId id, int attempt, long parent, long since, long deadline, long order) {
    this.id = id;
    this.attempt = attempt;
    this.parent = parent;
    this.since = since;
    this.deadline = deadline;
    this.order = order;
  }

  /** Whether this node sent nothing of it to a neighbor, since that came after it. */
  boolean isUntold(Neighbor neighbor) {
    return neighbor.order > order;
  }

  boolean isOwn() {
    return parent == ORIGIN;
  }

  void waitFor(Neighbor neighbor) {
    waiting.add(neighbor);
  }

  /** A neighbor has it, and answers to somebody. */
  void answered(long link) {
    waiting.removeIf(neighbor -> neighbor.link == link);
  }

  boolean isWaitingFor(long link) {
    for (Neighbor neighbor : waiting) {
      if (neighbor.link == link) {
        return true;
      }
    }
    return false;
  }

  List<Neighbor> waiting() {
    return waiting;
  }

  boolean isComplete() {
    return waiting.isEmpty();
  }

  /** From now on it is not certain that all get it. */
  void taint() {
    clean = false;
  }

  /** The same, and this peer may be one who doesn't. */
  void taint(PeerId peer) {
    clean = false;
    if (missing.isEmpty()) {
      missing = new ArrayList<>(2);
    }
    if (missing.size() < PlumtreeMessage.MAX_MISSING && !missing.contains(peer)) {
      missing.add(peer);
    }
  }

  /** Whoever has not answered may be one who hasn't got it. */
  void giveUpWaiting() {
    waiting.forEach(neighbor -> taint(neighbor.peer.id()));
    waiting.clear();
  }

  boolean isClean() {
    return clean;
  }

  /** Adds the marks of some who have it. */
  void reach(long marks) {
    reached += marks;
  }

  /** The sum of the marks of all who have it from here, as far as they have answered. */
  long reached() {
    return reached;
  }

  List<PeerId> missing() {
    return missing;
  }

  boolean isOpen() {
    return open;
  }

  /** It is over for this node, which remembers it to know what comes late. */
  void close() {
    open = false;
    waiting.clear();
  }
}
