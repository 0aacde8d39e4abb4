package org.hyparview.cluster.group;

/**
 * Whether a replica has been in touch with those that agree, as a follower with the leader and as
 * the leader with a quorum, so lately that they can't have gone on without it. Pure: time is an
 * argument, in milliseconds.
 *
 * <p>A node that was stopped for a while finds old messages when it goes on, so after a gap contact
 * counts only once it has lasted.
 */
final class Contact {

  /** The cluster holds no silent node dead sooner. */
  private static final int GAP_MILLIS = 900;

  private static final int TRUSTED_AFTER_MILLIS = 5_000;
  private static final long NEVER = -1;

  private long heardAt = NEVER;
  private long trustedFrom = NEVER;

  /** The others were heard at this moment. */
  void heard(long moment) {
    if (moment > heardAt) {
      checkGap(moment);
      heardAt = moment;
    }
  }

  /** Time has passed here; to be called more often than gaps are long. */
  void checkGap(long now) {
    if (heardAt != NEVER && now - heardAt > GAP_MILLIS) {
      trustedFrom = now + TRUSTED_AFTER_MILLIS;
    }
  }

  /** The others have just made this replica a voter, whatever was before. */
  void trust() {
    trustedFrom = NEVER;
  }

  /** Whether there was contact until this moment. */
  boolean lastedUntil(long moment) {
    return heardAt != NEVER && moment - heardAt <= GAP_MILLIS && moment >= trustedFrom;
  }

  /** When the others were heard last, or -1. */
  long heardAt() {
    return heardAt;
  }
}
