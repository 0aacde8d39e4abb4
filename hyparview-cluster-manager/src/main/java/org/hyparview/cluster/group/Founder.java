package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.Predicate;
import org.hyparview.cluster.group.GroupMessage.Found;
import org.hyparview.cluster.group.GroupMessage.Inquiry;
import org.hyparview.cluster.group.GroupMessage.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that there is a group when someone needs one: the oldest node of the cluster founds
 * it, also anew if all replicas are gone, with all that they held.
 */
final class Founder {

  private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);
  private static final int ASK_MILLIS = 250;
  private static final int INQUIRY_MILLIS = 500;

  /** How long all replicas must be gone before their data are given up: news may be late. */
  private static final int LOST_MILLIS = 2_000;

  /**
   * How long a node that sees nobody looks for others before it founds a group: what a node shares
   * that finds its cluster a moment later is lost when the two groups meet.
   */
  private static final int ALONE_MILLIS = 1_000;

  /** Founds a group of this node. */
  @FunctionalInterface
  interface Foundation {

    /** Founds the group that takes the place of another, or of none. */
    void found(@Nullable GroupDescriptor lost);
  }

  private final Site site;
  private final Foundation foundation;
  private final Predicate<GroupDescriptor> isReplicaHere;
  private final long startedAt;
  private final LossPolicy losses;
  private long askedAt = Long.MIN_VALUE;
  private long lostSince = -1;
  private long inquiredAt;

  /**
   * A founder of nothing so far.
   *
   * @param isReplicaHere whether this node has a voter of a group, by its own log
   */
  Founder(Site site, Foundation foundation, Predicate<GroupDescriptor> isReplicaHere) {
    this.site = site;
    this.foundation = foundation;
    this.isReplicaHere = isReplicaHere;
    startedAt = site.millis();
    losses = new LossPolicy(site, () -> {});
  }

  /** A node needs a group, and none of its replicas is in the cluster as far as it knows. */
  void want() {
    GroupDescriptor group = site.directory().current();
    long now = site.millis();
    if (group != null && (hasReplicas(group) || isReplicaHere.test(group))) {
      lostSince = -1;
      return;
    }
    String oldest = site.directory().oldest();
    if (!oldest.equals(site.directory().self())) {
      if (askedAt == Long.MIN_VALUE || now - askedAt >= ASK_MILLIS) {
        askedAt = now;
        site.send(oldest, new Found());
      }
    } else if (group == null) {
      if (site.directory().size() > 1 || now - startedAt >= ALONE_MILLIS) {
        foundation.found(null);
      }
    } else {
      replace(group, now);
    }
  }

  private boolean hasReplicas(GroupDescriptor group) {
    return group.voters().stream().anyMatch(voter -> site.directory().has(voter.node()));
  }

  private void replace(GroupDescriptor group, long now) {
    if (lostSince < 0) {
      lostSince = now;
      inquiredAt = now - INQUIRY_MILLIS;
      losses.forget();
    }
    if (now - inquiredAt >= INQUIRY_MILLIS) {
      inquiredAt = now;
      site.directory().others().forEach(node -> site.send(node, new Inquiry(group.id())));
    }
    boolean allGone = losses.allowsGoingOnWithout(group.voters());
    if (allGone && now - lostSince >= LOST_MILLIS) {
      LOGGER.error("All replicas of the shared data are gone, " + group.voters() + " on "
          + group.peers()
          + ": maps, counters and locks of the cluster start again with nothing in them");
      lostSince = -1;
      foundation.found(group);
    }
  }

  /** A node has a replica that all others took for gone. */
  void heard(Standing standing) {
    if (standing.voter()) {
      lostSince = -1;
    }
  }
}
