package org.hyparview.cluster.group;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.group.GroupDescriptor.Origin;
import org.hyparview.cluster.group.GroupMessage.Inquiry;
import org.hyparview.cluster.group.GroupMessage.LogPosition;
import org.hyparview.cluster.protocol.store.Store;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.RaftReplica;
import org.hyparview.cluster.raft.RaftReplica.Members;
import org.hyparview.cluster.raft.RaftReplica.Progress;

/**
 * The recovery from the loss of so many replicas that the others can't agree, as far as
 * {@link QuorumLossPolicy} allows: of the remaining replicas, the one with the most in its log
 * founds the next generation of the group.
 *
 * <p>What this replica knows of the group may be old, so
 *
 * <ul>
 *   <li>the latest committed list of voters, a later one that may not be committed, and one that
 *       others have announced must all have lost too many, and each missing voter must be one that
 *       the policy allows to miss;
 *   <li>all living nodes are asked, not only those of the voters known here: the leader may have
 *       added one, agreed with it on more, and died before this replica was notified;
 *   <li>a replica that was out of touch for so long that it may have been removed waits until the
 *       cluster must have merged, so that any replica that went on without it is asked as well.
 * </ul>
 */
final class Recovery {

  /** How long to wait for nodes that are not voters as far as this replica knows. */
  private static final int OTHERS_MILLIS = 1_000;

  private static final int INQUIRY_MILLIS = 100;

  /**
   * How long membership takes to merge after a network has healed: three times the slowest probe.
   */
  private static final int WHOLE_MILLIS = 10_000;

  private static final long NEVER = -1;

  /** The bootstrap of the next generation of a group. */
  interface Successor {

    /**
     * Goes on from what this replica holds.
     *
     * @param lost the lost voters
     */
    void succeed(Origin origin, Store salvaged, List<Endpoint> lost);
  }

  private final GroupContext context;
  private final RaftReplica replica;
  private final GroupDescriptor group;
  private final Successor successor;
  private final QuorumContact contact;
  private final LossPolicy losses;
  private final Map<Endpoint, LogPosition> standings = new HashMap<>();
  private final Set<String> answered = new HashSet<>();
  private long lostSince = NEVER;
  private long allowedSince = NEVER;
  private long askedAt = NEVER;
  private long inquiredAt = NEVER;
  private boolean wasInContact;
  private boolean over;

  /**
   * Creates a recovery that is not needed yet.
   *
   * @param contact of this replica with the quorum
   */
  Recovery(
      GroupContext context,
      RaftReplica replica,
      GroupDescriptor group,
      Successor successor,
      QuorumContact contact) {
    this.context = context;
    this.replica = replica;
    this.group = group;
    this.successor = successor;
    this.contact = contact;
    losses = new LossPolicy(context, this::step);
  }

  /** Takes the next possible step. Not for callbacks of the replica. */
  void step() {
    Set<Endpoint> committed = replica.members().voters();
    Set<Endpoint> latest = replica.latestMembers().voters();
    Set<Endpoint> own = new TreeSet<>(committed);
    own.addAll(latest);
    Set<Endpoint> voters = new TreeSet<>(own);
    voters.addAll(votersOfOthers());
    if (over
        || (hasQuorum(committed) && hasQuorum(latest))
        || hasQuorum(votersOfOthers())
        || !own.contains(replica.self())
        || (leadsOneOther() && !isChanging())) {
      forget();
      return;
    }
    if (lostSince == NEVER) {
      lostSince = context.millis();
      wasInContact = contact.lastedUntil(lostSince);
    }
    List<Endpoint> lost =
        voters.stream().filter(voter -> !losses.isPresent(voter)).toList();
    if (!leadsOneOther() && !losses.allowsGoingOnWithout(lost)) {
      allowedSince = NEVER;
      askedAt = NEVER;
    } else if (isWhole()) {
      compare(voters, lost);
    }
  }

  private void forget() {
    losses.forget();
    standings.clear();
    answered.clear();
    lostSince = NEVER;
    allowedSince = NEVER;
    askedAt = NEVER;
  }

  private boolean hasQuorum(Collection<Endpoint> voters) {
    return voters.stream().filter(losses::isPresent).count() > voters.size() / 2;
  }

  /**
   * Returns a later list of voters that others have agreed on, or none. This replica goes on from
   * what it holds only if too many of them are lost as well.
   */
  private List<Endpoint> votersOfOthers() {
    GroupDescriptor known = context.directory().groups().latest(group.id());
    return known != null && known.membersIndex() > replica.members().index()
        ? known.voters()
        : List.of();
  }

  /**
   * Returns whether this replica leads one other voter, which does nothing without it: then this
   * one may go on alone. It does so by removing the other, unless a change of the members is under
   * way, which can no longer be committed, nor be followed by another.
   */
  private boolean leadsOneOther() {
    Set<Endpoint> committed = replica.members().voters();
    return replica.isLeader()
        && committed.size() == 2
        && committed.equals(replica.latestMembers().voters());
  }

  private boolean isChanging() {
    return replica.members().index() != replica.latestMembers().index();
  }

  /** Returns whether any node that has gone on without this replica is known here by now. */
  private boolean isWhole() {
    if (allowedSince == NEVER) {
      allowedSince = context.millis();
    }
    return wasInContact
        || leadsOneOther()
        || context.config().onQuorumLoss() == QuorumLossPolicy.RECOVER
        || context.millis() - allowedSince >= WHOLE_MILLIS;
  }

  private void compare(Collection<Endpoint> voters, List<Endpoint> lost) {
    LogPosition own = standing();
    standings.put(own.replica(), own);
    standings.keySet().removeIf(one -> !context.directory().has(one.node()));
    List<String> others = context.directory().others().stream()
        .filter(node -> !answered.contains(node))
        .toList();
    if (askedAt == NEVER) {
      askedAt = context.millis();
      answered.clear();
    }
    if (inquiredAt == NEVER || context.millis() - inquiredAt >= INQUIRY_MILLIS) {
      inquiredAt = context.millis();
      others.forEach(node -> context.send(node, new Inquiry(group.id())));
    }
    boolean allVotersAnswered = voters.stream()
        .filter(losses::isPresent)
        .allMatch(voter -> voter.equals(replica.self()) || answered.contains(voter.node()));
    boolean enough = others.isEmpty() || context.millis() - askedAt >= OTHERS_MILLIS;
    if (allVotersAnswered && enough) {
      LogPosition best = Collections.max(standings.values());
      standings.clear();
      askedAt = NEVER;
      if (best.replica().equals(replica.self())) {
        over = true;
        Origin origin = new Origin(group.id(), own.term(), own.index(), isComplete(lost));
        successor.succeed(origin, replica.salvage(), lost);
      }
    }
  }

  /**
   * Returns whether nothing that was answered can be missing here: this replica leads, or the lost
   * ones are too few to have agreed on it without this replica and those that have answered; and
   * they were in contact until they were lost, so they can't have gone on before.
   */
  private boolean isComplete(List<Endpoint> lost) {
    return leadsOneOther()
        || (wasInContact
            && votersOfOthers().isEmpty()
            && (replica.isLeader()
                || (isTooFew(lost, replica.members()) && isTooFew(lost, replica.latestMembers()))));
  }

  /** MicroRaft commits with half of an even number of voters above two. */
  private static boolean isTooFew(List<Endpoint> lost, Members members) {
    int voters = members.voters().size();
    int quorum = voters > 2 && voters % 2 == 0 ? voters / 2 : voters / 2 + 1;
    return lost.stream().filter(members.voters()::contains).count() < quorum;
  }

  /** Returns this replica's log position. */
  LogPosition standing() {
    Progress progress = replica.progress();
    return new LogPosition(
        group.id(),
        replica.self(),
        progress.lastTerm(),
        progress.lastIndex(),
        replica.latestMembers().voters().contains(replica.self()));
  }

  /** Takes another replica's log position. */
  void heard(String node, LogPosition standing) {
    answered.add(node);
    if (standing.voter()) {
      standings.put(standing.replica(), standing);
    }
    step();
  }

  /** Notes that the node of a replica has no such replica. */
  void missing(Endpoint absent) {
    losses.missing(absent);
    step();
  }

  /** Notes that a node has no replica of the group. */
  void heardNothing(String node) {
    answered.add(node);
    step();
  }
}
