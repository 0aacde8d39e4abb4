package org.hyparview.cluster.group;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.hyparview.cluster.group.GroupMessage.Inquiry;
import org.hyparview.cluster.group.GroupMessage.Standing;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.RaftReplica;

/**
 * Goes on when so many replicas are lost that the others can't agree, as far as
 * {@link QuorumLossPolicy} allows: of those that are left, the one with the most in its log founds
 * the next generation of the group.
 */
final class Recovery {

  private final Site site;
  private final RaftReplica replica;
  private final GroupDescriptor group;
  private final LossPolicy losses;
  private final Map<Endpoint, Standing> standings = new HashMap<>();
  private Consumer<Store> successor = store -> {};
  private boolean over;

  Recovery(Site site, RaftReplica replica, GroupDescriptor group) {
    this.site = site;
    this.replica = replica;
    this.group = group;
    losses = new LossPolicy(site, this::step);
  }

  /** Who founds the next generation from a store. */
  void onSuccession(Consumer<Store> newSuccessor) {
    successor = newSuccessor;
  }

  /** Does what can be done next. Not for callbacks of the replica. */
  void step() {
    RaftReplica.Members members = replica.members();
    Set<Endpoint> voters = members.voters();
    List<Endpoint> living =
        voters.stream().filter(voter -> site.directory().has(voter.node())).toList();
    boolean quorum = living.size() > voters.size() / 2;
    boolean removalWillDo = replica.isLeader() && voters.size() == 2;
    if (over
        || quorum
        || removalWillDo
        || !voters.contains(replica.self())
        || isOutvoted(members)) {
      losses.forget();
      standings.clear();
      return;
    }
    List<Endpoint> lost =
        voters.stream().filter(voter -> !living.contains(voter)).toList();
    if (mayGoOnWithout(lost)) {
      compare(living);
    }
  }

  /** Others have agreed on a list of voters that this replica doesn't know. */
  private boolean isOutvoted(RaftReplica.Members members) {
    GroupDescriptor known = site.directory().current();
    return known != null
        && known.id().equals(group.id())
        && known.membersIndex() > members.index()
        && !known.voters().contains(replica.self());
  }

  private boolean mayGoOnWithout(List<Endpoint> lost) {
    return lost.stream().allMatch(voter -> site.directory().isGone(voter.node()))
        && losses.allowsGoingOnWithout(lost);
  }

  private void compare(List<Endpoint> living) {
    Standing own = standing();
    standings.put(own.replica(), own);
    for (Endpoint other : living) {
      if (!standings.containsKey(other)) {
        site.send(other.node(), new Inquiry(group.id()));
      }
    }
    standings.keySet().retainAll(living);
    if (standings.size() == living.size()) {
      Standing best = Collections.max(standings.values());
      standings.clear();
      if (best.replica().equals(replica.self())) {
        over = true;
        successor.accept(replica.salvage());
      }
    }
  }

  /** What this replica holds. */
  Standing standing() {
    var log = replica.report().getLog();
    return new Standing(
        group.id(),
        replica.self(),
        log.getLastLogOrSnapshotTerm(),
        log.getLastLogOrSnapshotIndex());
  }

  void heard(Standing standing) {
    standings.put(standing.replica(), standing);
    step();
  }
}
