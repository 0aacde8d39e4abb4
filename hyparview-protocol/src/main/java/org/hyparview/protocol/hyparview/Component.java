package org.hyparview.protocol.hyparview;

import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of the component that it is in.
 *
 * <p>Times are counted in periodic steps, since that is how fast labels travel: each step brings
 * several shuffles through each node, and each carries a label one hop further.
 */
final class Component {

  /** A label whose beat lags by more than this is that of another component. */
  static final int SLACK = 4;

  /** Steps without a later beat after which the root counts as gone. */
  static final int ROOT_PATIENCE = 12;

  /**
   * Steps that a root must have been known for before labels are compared. In that time the beats
   * of two parts that began together drift apart further than {@link #SLACK}.
   */
  static final int SETTLING = SLACK + 2;

  private ComponentLabel label;
  private @Nullable ComponentLabel gone;
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

  /** A neighbor's label came in; the better one wins. Of ourselves others know nothing better. */
  void merge(ComponentLabel other) {
    if (label.yieldsTo(other) && !isOfSelf(other) && !isOfGoneRoot(other)) {
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
    return gone != null && gone.hasSameRoot(other) && other.beat() <= gone.beat();
  }

  /** A periodic step: a root beats, the others wait for the beat. */
  void step() {
    stepsWithRoot = Math.min(stepsWithRoot + 1, SETTLING);
    stepsSinceBeat++;
    if (isRoot()) {
      label = label.next();
    } else if (stepsSinceBeat > ROOT_PATIENCE) {
      gone = label;
      adopt(labelOf(self));
    }
  }

  /** Whether the root has been known for long enough to compare labels. */
  boolean isSettled() {
    return stepsWithRoot >= SETTLING;
  }

  /** Whether a node with this label is in another component, as far as can be told. */
  boolean differsFrom(ComponentLabel other) {
    if (!isSettled()) {
      return false;
    }
    return !label.hasSameRoot(other) || Math.abs(label.beat() - other.beat()) > SLACK;
  }
}
