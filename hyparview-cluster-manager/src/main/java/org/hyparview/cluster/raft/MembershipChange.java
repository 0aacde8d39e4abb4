package org.hyparview.cluster.raft;

import io.microraft.MembershipChangeMode;

/** A change of one member of a group. */
public enum MembershipChange {
  /** A replica becomes a member that receives all entries and has no vote. */
  ADD_LEARNER(MembershipChangeMode.ADD_LEARNER),
  /** A learner becomes a voter. */
  PROMOTE(MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER),
  /** A learner or voter is no longer a member. */
  REMOVE(MembershipChangeMode.REMOVE_MEMBER);

  private final MembershipChangeMode mode;

  MembershipChange(MembershipChangeMode mode) {
    this.mode = mode;
  }

  /** Returns the change as MicroRaft's type. */
  MembershipChangeMode mode() {
    return mode;
  }
}
