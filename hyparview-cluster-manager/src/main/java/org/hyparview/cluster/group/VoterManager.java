package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.group.GroupMessage.Stop;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.MembershipChange;
import org.hyparview.cluster.raft.RaftReplica;
import org.hyparview.cluster.raft.RaftReplica.Members;
import org.hyparview.cluster.raft.RaftReplica.Progress;
import org.jspecify.annotations.Nullable;

/**
 * The manager of the group's voters: it keeps as many replicas as the cluster is to have, on nodes
 * that live and stay. It works while its replica leads, one change at a time.
 *
 * <p>A dead replica is removed first: with two, the remaining one can agree only after that. A new
 * one is a learner until it has caught up. The replica of a leaving node is removed as soon as one
 * on a node that stays has all that is committed; if none does, a new one is created for that. A
 * leaving leader changes nothing once there is an heir that can be elected: the heir does the rest,
 * and would get no votes without a change that this leader proposed after asking it. A replica on a
 * node that turns out to be no data member is treated as one of a leaving node.
 *
 * <p>Voters are spread over domains, see {@link VoterSpread}: by the choice of the node for a new
 * voter, and of a surplus one. A complete group is rebalanced by one voter more, on a node that
 * improves the spread, of which the surplus one is removed.
 */
final class VoterManager {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);
  private static final int START_MILLIS = 1_000;
  private static final int ASK_MILLIS = 150;
  private static final int SHUN_MILLIS = 5_000;

  /** A node that was given up is not recruited for this long only to improve the spread. */
  private static final int AVOID_MILLIS = 60_000;

  /** A learner that receives nothing for this long is given up. */
  private static final int LEARN_MILLIS = 5_000;

  /** A voter that accepts nothing for this long, while there is something to send, is replaced. */
  private static final int STUCK_MILLIS = 10_000;

  /** If nothing was observed for this long, the members had no chance to do anything in it. */
  private static final int STALL_MILLIS = 1_000;

  /** A responsive voter answers within this time: two heartbeats and a round trip. */
  private static final int HEARD_MILLIS = 500;

  /** How long a voter's node that this one has never met has to become known. */
  private static final int UNKNOWN_NODE_MILLIS = 10_000;

  /** What a member has received so far, and since when. */
  private record Received(long amount, long since) {}

  private final GroupContext context;
  private final RaftReplica replica;
  private final Supplier<GroupDescriptor> descriptor;
  private final Runnable onLeaver;
  private final BooleanSupplier isHeirAwaited;
  private final VoterSpread spread;
  private final Map<String, Long> leaving = new TreeMap<>();
  private final Set<Endpoint> missing = new HashSet<>();
  private final Set<Endpoint> stuck = new HashSet<>();
  private final Map<String, Long> givenUpAt = new HashMap<>();
  private final Map<Endpoint, Received> received = new HashMap<>();
  private final Map<Endpoint, Long> strangers = new HashMap<>();
  private int term;
  private long watchedAt;
  private @Nullable String candidate;
  private long candidateSince;
  private long askedAt;
  private @Nullable Endpoint learner;
  private long learnerGoal;
  private boolean learnerAdded;
  private long lastProgress;
  private @Nullable Endpoint predecessor;
  private boolean changing;
  private boolean changeFailed;

  /**
   * Creates a manager of a group's voters.
   *
   * @param onLeaver called when one more node wants to leave: all voters should be in contact
   * @param isHeirAwaited returns whether a voter was asked to take over the lead just now
   */
  VoterManager(
      GroupContext context,
      RaftReplica replica,
      Supplier<GroupDescriptor> descriptor,
      Runnable onLeaver,
      BooleanSupplier isHeirAwaited) {
    this.context = context;
    this.onLeaver = onLeaver;
    this.isHeirAwaited = isHeirAwaited;
    this.replica = replica;
    this.descriptor = descriptor;
    spread = new VoterSpread(context.directory()::domain, context.directory().byAge());
    lastProgress = context.millis();
  }

  /**
   * Takes the next possible step. There is none while a list of members that an earlier leader
   * proposed is not committed. Not for callbacks of the replica.
   */
  void step() {
    if (!replica.isLeader()) {
      return;
    }
    beginTerm();
    if (changing) {
      return;
    }
    leaving.keySet().removeIf(node -> !context.directory().has(node));
    Members members = replica.members();
    if (replica.latestMembers().index() != members.index()) {
      return;
    }
    Progress progress = replica.progress();
    noteMisplaced(members);
    watch(members, progress);
    if (isHeirAwaited.getAsBoolean()
        || (isLeaving() && !heirs(members, progress).isEmpty())) {
      return;
    }
    Endpoint leaver = leaverThatMayGo(members, progress);
    Endpoint dead = members.all().stream()
        .filter(this::isDead)
        .min(Comparator.comparingLong(progress::heardMillis))
        .orElse(null);
    if (dead != null) {
      remove(dead);
    } else if (leaver != null) {
      remove(leaver);
    } else {
      fill(members, progress);
    }
  }

  /**
   * Forgets what was observed in an earlier term as the leader: Raft's own view of the members
   * begins anew with each, and other leaders may have changed them.
   */
  private void beginTerm() {
    if (term != replica.term()) {
      term = replica.term();
      candidate = null;
      learner = null;
      received.clear();
      strangers.clear();
      stuck.clear();
      lastProgress = context.millis();
    }
  }

  private void fill(Members members, Progress progress) {
    if (learner == null) {
      adopt(members, progress);
    }
    if (learner != null) {
      tend(learner, members, progress);
    } else if (members.all().size() > members.voters().size()) {
      members.all().stream()
          .filter(member -> !members.voters().contains(member))
          .findFirst()
          .ifPresent(this::remove);
    } else if (staying(members.voters()).size() < target()) {
      recruit(() -> nextCandidate(members));
    } else if (staying(members.voters()).size() > target()) {
      removeSurplus(members, progress);
    } else if (mayRebalance()) {
      rebalance(members);
    }
  }

  /** Returns the target number of voters: leaving nodes don't count. */
  private int target() {
    return context.config().voters(Math.max(1, stayingNodes()));
  }

  private int stayingNodes() {
    return context.directory().dataMembersWithout(leaving.keySet()).size();
  }

  private boolean stays(Endpoint member) {
    return context.directory().isDataMember(member.node())
        && !leaving.containsKey(member.node())
        && !isUseless(member);
  }

  private boolean isUseless(Endpoint member) {
    return missing.contains(member) || stuck.contains(member);
  }

  private List<Endpoint> staying(Set<Endpoint> members) {
    return members.stream().filter(this::stays).toList();
  }

  private boolean isDead(Endpoint member) {
    return !member.equals(replica.self())
        && (context.directory().isGone(member.node()) || isUseless(member) || isStranger(member));
  }

  private boolean isStranger(Endpoint member) {
    if (context.directory().has(member.node())) {
      strangers.remove(member);
      return false;
    }
    long since = strangers.computeIfAbsent(member, none -> context.millis());
    return context.millis() - since > UNKNOWN_NODE_MILLIS;
  }

  /** Returns whether a replica that has sent a message is no longer part of the group. */
  boolean isRemoved(Endpoint sender) {
    return !changing
        && !sender.equals(learner)
        && !sender.node().equals(candidate)
        && !replica.members().all().contains(sender);
  }

  private void remove(Endpoint member) {
    change(member, MembershipChange.REMOVE, () -> {
      LOGGER.info("Replica " + member + " was removed from the group");
      missing.remove(member);
      strangers.remove(member);
      if (member.equals(learner)) {
        learner = null;
      }
      stop(member);
    });
  }

  private void stop(Endpoint member) {
    context.send(member.node(), new Stop(descriptor.get().id(), member));
  }

  // Progress of the members

  /**
   * Watches the progress of members: MicroRaft may fail to install a snapshot, and then nothing
   * that follows it is accepted.
   */
  private void watch(Members members, Progress progress) {
    long now = context.millis();
    if (now - watchedAt > STALL_MILLIS) {
      received.replaceAll((member, before) -> new Received(before.amount, now));
      strangers.replaceAll((member, since) -> now);
    }
    watchedAt = now;
    received.keySet().retainAll(members.all());
    stuck.retainAll(members.all());
    strangers.keySet().retainAll(members.all());
    for (Endpoint member : members.all()) {
      long amount = progress.matchIndex(member) + replica.chunksSentTo(member);
      Received before = received.get(member);
      if (before == null || amount > before.amount || progress.hasAllCommitted(member)) {
        received.put(member, new Received(amount, now));
        lastProgress = before == null || amount > before.amount ? now : lastProgress;
      } else if (now - before.since > STUCK_MILLIS
          && members.voters().contains(member)
          && !member.equals(replica.self())
          && stuck.add(member)) {
        LOGGER.warn("Replica " + member + " no longer accepts anything and is being replaced");
      }
    }
  }

  /** Returns since when too many voters have been silent for them and this one to agree. */
  long quorumHeardAt() {
    return quorumHeardAt(replica.latestMembers().voters());
  }

  private long quorumHeardAt(Set<Endpoint> present) {
    Progress progress = replica.progress();
    long[] heardAt = present.stream()
        .mapToLong(
            voter -> voter.equals(replica.self()) ? context.millis() : progress.heardMillis(voter))
        .sorted()
        .toArray();
    return heardAt.length == 0 ? 0 : heardAt[(heardAt.length - 1) / 2];
  }

  /**
   * Returns when a member was last seen to receive something, in milliseconds of the context's
   * clock.
   */
  long lastProgress() {
    return lastProgress;
  }

  /**
   * Returns whether the group has its target number of voters, and each has all that is committed.
   */
  boolean isSettled() {
    Members members = replica.members();
    Progress progress = replica.progress();
    return isComplete()
        && members.voters().stream()
            .allMatch(voter -> voter.equals(replica.self()) || progress.hasAllCommitted(voter));
  }

  /** Returns whether the group has its target number of voters, and no change is under way. */
  boolean isComplete() {
    Members members = replica.members();
    return replica.isLeader()
        && !changing
        && learner == null
        && members.all().size() == members.voters().size()
        && staying(members.voters()).size() == members.voters().size()
        && members.voters().size() == target();
  }

  private void removeSurplus(Members members, Progress progress) {
    List<Endpoint> others =
        members.voters().stream().filter(voter -> !voter.equals(replica.self())).toList();
    spread
        .surplus(others, members.voters())
        .filter(surplus -> others.stream()
            .filter(other -> !other.equals(surplus))
            .allMatch(progress::hasAllCommitted))
        .ifPresent(this::remove);
  }

  // The spread of voters over domains

  private boolean mayRebalance() {
    return context.config().spreadsVoters()
        && leaving.keySet().stream().noneMatch(context.directory()::isDataMember)
        && isSettled();
  }

  /** Recruits a node that improves the spread; a surplus voter is removed once it is one. */
  private void rebalance(Members members) {
    if (candidate != null && !spread.improves(candidate, members.voters())) {
      candidate = null;
    }
    recruit(() -> improvement(members));
  }

  private @Nullable String improvement(Members members) {
    List<String> free =
        free(members).stream().filter(node -> !wasGivenUp(node, AVOID_MILLIS)).toList();
    String best = spread.best(free, members.voters());
    return best != null && spread.improves(best, members.voters()) ? best : null;
  }

  // New voters

  private void recruit(Supplier<@Nullable String> next) {
    long now = context.millis();
    if (candidate != null && !context.directory().isDataMember(candidate)) {
      candidate = null;
    } else if (candidate != null && now - candidateSince >= START_MILLIS) {
      shun(candidate);
      candidate = null;
    }
    if (candidate == null) {
      candidate = next.get();
      candidateSince = now;
      askedAt = now - ASK_MILLIS;
    }
    if (candidate != null && now - askedAt >= ASK_MILLIS) {
      askedAt = now;
      context.send(candidate, new StartLearner(descriptor.get()));
    }
  }

  /**
   * Returns the node without a replica that spreads the voters best; one that was given up lately
   * only if there is no other.
   */
  private @Nullable String nextCandidate(Members members) {
    List<Endpoint> staying = staying(members.voters());
    List<String> free = free(members);
    List<String> preferred = free.stream().filter(node -> !isShunned(node)).toList();
    return spread.best(preferred.isEmpty() ? free : preferred, staying);
  }

  /** Returns the data members that stay and have no replica. */
  private List<String> free(Members members) {
    Set<String> taken = new HashSet<>(leaving.keySet());
    members.all().forEach(member -> taken.add(member.node()));
    return context.directory().dataMembersWithout(taken);
  }

  private boolean isShunned(String node) {
    return wasGivenUp(node, SHUN_MILLIS);
  }

  /** Returns whether a node was given up within this time. */
  private boolean wasGivenUp(String node, long millis) {
    Long at = givenUpAt.get(node);
    return at != null && context.millis() - at < millis;
  }

  private void shun(String node) {
    givenUpAt.values().removeIf(at -> context.millis() - at >= AVOID_MILLIS);
    givenUpAt.put(node, context.millis());
  }

  /** Notes that the candidate has a replica that waits. */
  void started(Endpoint fresh) {
    if (learner == null && fresh.node().equals(candidate)) {
      candidate = null;
      take(fresh, 0, false);
      step();
    }
  }

  private void take(Endpoint fresh, long goal, boolean isAdded) {
    learner = fresh;
    learnerGoal = goal;
    learnerAdded = isAdded;
    lastProgress = context.millis();
    received.remove(fresh);
  }

  /** Adopts a learner that the former leader has added: it goes on learning. */
  private void adopt(Members members, Progress progress) {
    members.all().stream()
        .filter(member -> !members.voters().contains(member) && stays(member))
        .filter(member -> !isShunned(member.node()))
        .findFirst()
        .ifPresent(member -> take(member, progress.commitIndex(), true));
  }

  private void tend(Endpoint fresh, Members members, Progress progress) {
    Received last = received.get(fresh);
    long since = last == null ? lastProgress : last.since;
    boolean isMember = members.all().contains(fresh);
    boolean wasRemoved = learnerAdded && !isMember;
    learnerAdded |= isMember;
    if (!stays(fresh) || members.voters().contains(fresh) || wasRemoved) {
      learner = null;
    } else if (context.millis() - since > LEARN_MILLIS) {
      LOGGER.warn("Replica " + fresh + " does not catch up; trying another node");
      shun(fresh.node());
      learner = null;
    } else if (!isMember) {
      learnerGoal = progress.commitIndex();
      change(fresh, MembershipChange.ADD_LEARNER, () -> learnerAdded = true);
    } else if (progress.matchIndex(fresh) >= learnerGoal) {
      change(fresh, MembershipChange.PROMOTE, () -> {
        LOGGER.info("Replica " + fresh + " was added to the group");
        learner = null;
      });
    }
  }

  // Leaving voters

  /** Notes that a replica is about to leave, or a node without one. */
  void leave(Endpoint member) {
    noteLeaver(member.node());
    if (!replica.members().all().contains(member)
        && !replica.latestMembers().all().contains(member)) {
      stop(member);
    }
    step();
  }

  /** Notes that a leader has asked this replica to take over: it would not keep the lead. */
  void handedOverBy(Endpoint leader) {
    predecessor = leader;
  }

  private void noteLeaver(String node) {
    if (leaving.putIfAbsent(node, context.millis()) == null) {
      candidate = node.equals(candidate) ? null : candidate;
      onLeaver.run();
    }
  }

  /** Has the replicas of members that keep no shared data replaced: that was not known before. */
  private void noteMisplaced(Members members) {
    members.all().stream()
        .map(Endpoint::node)
        .filter(context.directory()::has)
        .filter(node -> !context.directory().isDataMember(node))
        .forEach(this::noteLeaver);
  }

  /** Returns whether the node of this replica is leaving. */
  boolean isLeaving() {
    return leaving.containsKey(replica.self().node());
  }

  /** Returns whether no remaining node could have a replica. */
  boolean isLast() {
    return stayingNodes() == 0;
  }

  private @Nullable Endpoint leaverThatMayGo(Members members, Progress progress) {
    boolean isKept = isLast() || stays(replica.self());
    return members.all().stream()
        .filter(member -> leaving.containsKey(member.node()) && !member.equals(replica.self()))
        .filter(member ->
            !members.voters().contains(member) || (isKept && areThere(members, member, progress)))
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns whether all voters but the leaver have been in contact since it wanted to leave: if one
   * of them had died unnoticed, the others might be too few to agree on anything without the
   * leaver.
   */
  private boolean areThere(Members members, Endpoint leaver, Progress progress) {
    long since = leaving.getOrDefault(leaver.node(), Long.MAX_VALUE);
    return isLast()
        || members.voters().stream()
            .filter(voter -> !voter.equals(leaver) && !voter.equals(replica.self()))
            .allMatch(voter -> progress.heardMillis(voter) > since);
  }

  private List<Endpoint> heirs(Members members, Progress progress) {
    if (members.voters().stream().filter(this::isDead).count() * 2
        >= members.voters().size()) {
      return List.of();
    }
    return staying(members.voters()).stream()
        .filter(voter -> !voter.equals(replica.self()) && !voter.equals(predecessor))
        .filter(progress::hasAllCommitted)
        .toList();
  }

  /**
   * Returns the voters that stay and have all that is committed. Empty while a change of the
   * members is under way, since the next leader must have it, and while too few voters live to
   * elect one: this leader can still remove the dead.
   */
  List<Endpoint> heirs() {
    return changing ? List.of() : heirs(replica.members(), replica.progress());
  }

  /** Notes that a node has no such replica. */
  void missing(Endpoint member) {
    if (replica.isLeader() && replica.members().all().contains(member)) {
      missing.add(member);
      step();
    }
  }

  // One change at a time

  /**
   * Changes the members if those that must agree on it have just been in contact. Without that, the
   * change might get into this log only: then the others can't be elected without this replica, nor
   * this one without those that its own list needs.
   */
  private void change(Endpoint member, MembershipChange change, Runnable done) {
    Set<Endpoint> voters = new HashSet<>(replica.members().voters());
    switch (change) {
      case PROMOTE -> voters.add(member);
      case REMOVE -> voters.remove(member);
      case ADD_LEARNER -> {}
    }
    if (context.millis() - quorumHeardAt(voters) > HEARD_MILLIS) {
      return;
    }
    changing = true;
    replica.change(
        member,
        change,
        failure -> context.scheduler().execute(() -> {
          changing = false;
          changeFailed = failure != null;
          if (failure == null) {
            lastProgress = context.millis();
            done.run();
            step();
          }
        }));
  }

  /** Returns whether a change was refused, as happens until the leader has committed something. */
  boolean wantsAnotherTry() {
    return changeFailed && !changing;
  }

  /** Returns whether a replica is being added. */
  boolean isLearning(Endpoint member) {
    return member.equals(learner);
  }
}
