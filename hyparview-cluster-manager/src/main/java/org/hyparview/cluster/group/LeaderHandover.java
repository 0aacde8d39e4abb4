package org.hyparview.cluster.group;

import java.util.List;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.RaftReplica;

/**
 * The handover of a leaving leader: it takes no more requests until its proposals are committed,
 * and then asks a voter that has all of them to stand for election. Raft dissertation, section
 * 3.10.
 */
final class LeaderHandover {

  /** How long the successor has to be elected before another one is asked. */
  private static final int ELECTION_MILLIS = 250;

  private final GroupContext context;
  private final RaftReplica replica;
  private final VoterManager voters;
  private boolean underWay;
  private long askedAt = Long.MIN_VALUE;
  private int attempts;

  LeaderHandover(GroupContext context, RaftReplica replica, VoterManager voters) {
    this.context = context;
    this.replica = replica;
    this.voters = voters;
  }

  /** Returns whether nothing may be proposed, since the successor must have all of the log. */
  boolean isUnderWay() {
    return (underWay || isAwaited()) && replica.isLeader();
  }

  /** Returns whether a successor may be about to stand for election, even one that leaves too. */
  boolean isAwaited() {
    return attempts > 0 && context.millis() - askedAt < ELECTION_MILLIS;
  }

  /** Takes the next possible step. Not for callbacks of the replica. */
  void step() {
    List<Endpoint> heirs = replica.isLeader() && voters.isLeaving() ? voters.heirs() : List.of();
    underWay = !heirs.isEmpty();
    if (underWay && !isAwaited()) {
      if (replica.handOver(heirs.get(attempts % heirs.size()))) {
        askedAt = context.millis();
        attempts++;
      }
    }
  }
}
