package org.hyparview.cluster.raft;

import io.microraft.MembershipChangeMode;

/** A change of one member of a group. */
public enum MembershipChange {
  /** A replica becomes a member that gets all entries and has no vote. */
  ADD_LEARNER(MembershipChangeMode.ADD_LEARNER),
  /** A learner becomes a voter. */
  PROMOTE(MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER),
  /** A learner or voter is a member no more. */
  REMOVE(MembershipChangeMode.REMOVE_MEMBER);

  private final MembershipChangeMode mode;

  MembershipChange(MembershipChangeMode mode) {
    this.mode = mode;
  }

  /** The change as MicroRaft has it. */
  MembershipChangeMode mode() {
    return mode;
  }
}
