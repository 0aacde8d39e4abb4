package org.hyparview.cluster.group;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.RaftReplica;
import org.jspecify.annotations.Nullable;

/**
 * The fast election of a leader as soon as the cluster declares the last one dead: the replicas
 * tell each other their log positions, and the most advanced stands for election. If another one
 * stood first, it would get no majority, and the others would wait for the heartbeats of its term.
 */
final class FastElection {

  /** After this time the replicas stand one after the other, whatever positions they know. */
  private static final int PATIENCE_MILLIS = 250;

  private static final int TURN_MILLIS = 150;

  private record Heard(LogPosition standing, long at) {}

  private final GroupContext context;
  private final RaftReplica replica;
  private final Recovery recovery;
  private final Map<Endpoint, Heard> heard = new HashMap<>();
  private @Nullable Endpoint dead;

  FastElection(GroupContext context, RaftReplica replica, Recovery recovery) {
    this.context = context;
    this.replica = replica;
    this.recovery = recovery;
  }

  /**
   * Handles a node that is dead, has left, or no longer has a replica. Not for callbacks of the
   * replica.
   */
  void memberDown(String node) {
    Endpoint leader = replica.leader();
    if (leader != null && leader.node().equals(node)) {
      dead = leader;
      LogPosition own = recovery.standing();
      List<Endpoint> living = living();
      living.stream()
          .filter(voter -> !voter.equals(replica.self()))
          .forEach(voter -> context.send(voter.node(), own));
      int rank = living.indexOf(replica.self());
      if (rank >= 0) {
        context.scheduler().schedule(this::stand, PATIENCE_MILLIS + (long) rank * TURN_MILLIS);
      }
    }
    standIfBest();
  }

  /** Takes the log position of another replica. */
  void heard(LogPosition standing) {
    heard.put(standing.replica(), new Heard(standing, context.millis()));
    standIfBest();
  }

  private List<Endpoint> living() {
    return replica.members().voters().stream()
        .filter(voter -> context.directory().has(voter.node()) && !voter.equals(dead))
        .toList();
  }

  private void standIfBest() {
    if (dead == null) {
      return;
    }
    LogPosition own = recovery.standing();
    long since = context.millis() - PATIENCE_MILLIS;
    boolean best = living().stream().allMatch(voter -> {
      Heard other = heard.get(voter);
      return voter.equals(replica.self())
          || (other != null && other.at >= since && other.standing.compareTo(own) < 0);
    });
    if (best) {
      stand();
    }
  }

  private void stand() {
    if (dead != null && dead.equals(replica.leader())) {
      replica.stand();
    }
    dead = null;
  }
}
