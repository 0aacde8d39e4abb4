package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/** This node's part in one attempt to deliver an acknowledged message to all nodes. */
final class Wave {

  final MessageId id;
  final int attempt;

  /**
   * The link of the first copy, which gets the acknowledgement; {@link #ORIGIN} for an own message.
   */
  final long parent;

  /** The time at which this node stops waiting. */
  final long deadline;

  /** The time of arrival. */
  final long since;

  /** The position in the common order of neighbor arrivals and wave starts. */
  final long order;

  /** The parent of waves that have none. */
  static final long ORIGIN = Long.MIN_VALUE;

  private final List<Neighbor> waiting = new ArrayList<>(5);
  private List<PeerId> missing = List.of();
  private boolean clean = true;
  private long reached;
  private boolean open = true;
  private @Nullable Folding folding;
  private boolean waitingForHost;
  private boolean lacksAnswers;

  Wave(MessageId id, int attempt, long parent, long since, long deadline, long order) {
    this.id = id;
    this.attempt = attempt;
    this.parent = parent;
    this.since = since;
    this.deadline = deadline;
    this.order = order;
  }

  /** Returns whether this node has sent nothing of the wave to a neighbor that arrived after it. */
  boolean isUntold(Neighbor neighbor) {
    return neighbor.order > order;
  }

  boolean isOwn() {
    return parent == ORIGIN;
  }

  void waitFor(Neighbor neighbor) {
    waiting.add(neighbor);
  }

  /** Records that a neighbor has the message, which also answers any wait for that neighbor. */
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
    return waiting.isEmpty() && !waitingForHost;
  }

  /** Makes this the attempt of a question. */
  void fold(Folding answers, boolean waitsForHost) {
    folding = answers;
    waitingForHost = waitsForHost;
  }

  /** Returns the fold of the answers, or null if the message is no question. */
  @Nullable
  Folding folding() {
    return folding;
  }

  /** Returns the folded answers, or null if the message is no question. */
  @Nullable
  FoldResult answers() {
    return folding == null ? null : folding.result();
  }

  /** Adds the answers of a child; one without any, which knows no questions, has lost them. */
  void add(Neighbor from, @Nullable FoldResult answers) {
    if (folding != null && answers != null) {
      folding.add(answers);
    } else if (folding != null) {
      lacksAnswers = true;
      taint(from.peer.id());
    }
  }

  /** Returns whether a node has this message for certain whose answer is not in the fold. */
  boolean lacksAnswers() {
    return lacksAnswers;
  }

  boolean isWaitingForHost() {
    return waitingForHost;
  }

  void hostAnswered() {
    waitingForHost = false;
  }

  /** Returns the space of the answers, which nothing reads any more. */
  void release() {
    if (folding != null) {
      folding.release();
    }
  }

  /** Marks this attempt as uncertain: some nodes may lack the message. */
  void taint() {
    clean = false;
  }

  /** Marks this attempt as uncertain and names a peer that may lack the message. */
  void taint(PeerId peer) {
    clean = false;
    if (missing.isEmpty()) {
      missing = new ArrayList<>(2);
    }
    if (missing.size() < PlumtreeMessage.MAX_MISSING && !missing.contains(peer)) {
      missing.add(peer);
    }
  }

  /**
   * Adds all neighbors that have not answered to the peers that may lack the message. The host's
   * answer to a question is not waited for any more, either.
   */
  void giveUpWaiting() {
    waiting.forEach(neighbor -> taint(neighbor.peer.id()));
    waiting.clear();
    waitingForHost = false;
  }

  boolean isClean() {
    return clean;
  }

  /** Adds the marks of nodes that have the message. */
  void reach(long marks) {
    reached += marks;
  }

  /**
   * Returns the sum of the marks of all nodes that have the message through this one, as answered
   * so far.
   */
  long reached() {
    return reached;
  }

  List<PeerId> missing() {
    return missing;
  }

  boolean isOpen() {
    return open;
  }

  /** Ends the wave at this node, which remembers it to recognize late messages. */
  void close() {
    open = false;
    waiting.clear();
    waitingForHost = false;
  }
}
