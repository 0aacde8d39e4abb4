package org.hyparview.cluster.group;

/**
 * A replica's record of its contact with the quorum, as a follower with the leader and as the
 * leader with a majority. It tells whether the contact is so recent that the others can't have gone
 * on without this replica. Pure: time is an argument, in milliseconds.
 *
 * <p>A node that was suspended finds old messages when it resumes, so after a gap, contact counts
 * only once it has lasted.
 */
final class QuorumContact {

  /** The cluster declares no silent node dead sooner. */
  private static final int GAP_MILLIS = 900;

  private static final int TRUSTED_AFTER_MILLIS = 5_000;
  private static final long NEVER = -1;

  private long heardAt = NEVER;
  private long trustedFrom = NEVER;

  /** Notes contact with the others at this moment. */
  void heard(long moment) {
    if (moment > heardAt) {
      checkGap(moment);
      heardAt = moment;
    }
  }

  /** Checks for a gap; call it more often than gaps are long. */
  void checkGap(long now) {
    if (heardAt != NEVER && now - heardAt > GAP_MILLIS) {
      trustedFrom = now + TRUSTED_AFTER_MILLIS;
    }
  }

  /** Restores contact: the others have just made this replica a voter, whatever happened before. */
  void trust() {
    trustedFrom = NEVER;
  }

  /** Returns whether contact lasted until this moment. */
  boolean lastedUntil(long moment) {
    return heardAt != NEVER && moment - heardAt <= GAP_MILLIS && moment >= trustedFrom;
  }

  /** Returns the moment of the last contact, or -1. */
  long heardAt() {
    return heardAt;
  }
}
