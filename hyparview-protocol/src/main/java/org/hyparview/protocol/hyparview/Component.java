package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * This node's knowledge of its connected component.
 *
 * <p>Times are counted in periodic steps, which is the speed of labels: each step brings several
 * shuffles through each node, and each carries a label one hop further.
 */
final class Component {

  /** A label whose beat lags by more than this is that of another component. */
  static final int SLACK = 4;

  /** The steps without a later beat after which the root counts as departed. */
  static final int ROOT_PATIENCE = 12;

  /**
   * The steps for which a root must have been known before labels are compared. In that time the
   * beats of two parts that began together drift apart further than {@link #SLACK}.
   */
  static final int SETTLING = SLACK + 2;

  private ComponentLabel label;
  private @Nullable ComponentLabel departed;
  private Peer self;
  private int stepsWithRoot;
  private int stepsSinceBeat;

  Component(Peer self) {
    this.self = self;
    this.label = labelOf(self);
  }

  private static ComponentLabel labelOf(Peer peer) {
    return new ComponentLabel(peer.id(), peer.incarnation(), 0);
  }

  ComponentLabel label() {
    return label;
  }

  void selfChanged(Peer changed) {
    boolean wasRoot = isRoot();
    self = changed;
    if (wasRoot) {
      adopt(labelOf(changed));
    }
  }

  private boolean isRoot() {
    return isOfSelf(label);
  }

  /**
   * Merges a neighbor's label; the better one wins. No other node creates a label for this one: if
   * there is one with a later beat, this node was the root before, or another one lied. It goes on
   * from there, so that the others adopt its beats.
   */
  void merge(ComponentLabel other) {
    if (!other.isPlausible() || !label.yieldsTo(other)) {
      return;
    }
    if (isOfSelf(other)) {
      adopt(other.next());
    } else if (!isOfGoneRoot(other)) {
      adopt(other);
    }
  }

  private boolean isOfSelf(ComponentLabel other) {
    return other.hasSameRoot(labelOf(self));
  }

  private void adopt(ComponentLabel other) {
    if (!label.hasSameRoot(other)) {
      stepsWithRoot = 0;
    }
    label = other;
    stepsSinceBeat = 0;
  }

  private boolean isOfGoneRoot(ComponentLabel other) {
    return departed != null && departed.hasSameRoot(other) && other.beat() <= departed.beat();
  }

  /** Handles a periodic step: a root beats, the others wait for the beat. */
  void step() {
    stepsWithRoot = Math.min(stepsWithRoot + 1, SETTLING);
    stepsSinceBeat++;
    if (isRoot()) {
      label = label.next();
    } else if (stepsSinceBeat > ROOT_PATIENCE) {
      departed = label;
      adopt(labelOf(self));
    }
  }

  /** Returns whether the root has been known for long enough to compare labels. */
  boolean isSettled() {
    return stepsWithRoot >= SETTLING;
  }

  /** Returns whether a node with this label is certainly in another component. */
  boolean differsFrom(ComponentLabel other) {
    if (!isSettled()) {
      return false;
    }
    return !label.hasSameRoot(other) || Math.abs(label.beat() - other.beat()) > SLACK;
  }
}
