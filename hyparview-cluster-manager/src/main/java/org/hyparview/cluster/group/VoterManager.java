package org.hyparview.cluster.group;

import io.microraft.MembershipChangeMode;
import io.microraft.report.RaftLogStats;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.hyparview.cluster.group.GroupMessage.StartLearner;
import org.hyparview.cluster.group.GroupMessage.Stop;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.RaftReplica;
import org.jspecify.annotations.Nullable;

/**
 * Keeps as many replicas as the cluster is to have, on nodes that live. Works while its replica
 * leads, one change at a time.
 *
 * <p>A dead replica goes first: of two, the one that is left agrees with itself only after that. A
 * new one is a learner until it has caught up.
 */
final class VoterManager {

  private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);
  private static final int START_MILLIS = 1_000;
  private static final int LEARN_MILLIS = 10_000;
  private static final int SHUN_MILLIS = 5_000;

  /** A replica that takes nothing for so long, while there is something, is replaced. */
  private static final int STUCK_MILLIS = 10_000;

  private record Progress(long index, long since) {}

  private final Site site;
  private final RaftReplica replica;
  private final Supplier<GroupDescriptor> descriptor;
  private final Set<Endpoint> leaving = new HashSet<>();
  private final Set<Endpoint> missing = new HashSet<>();
  private final Map<String, Long> shunnedUntil = new HashMap<>();
  private final Map<Endpoint, Progress> progress = new HashMap<>();
  private @Nullable String candidate;
  private long candidateSince;
  private @Nullable Endpoint learner;
  private long learnerSince;
  private long learnerGoal;
  private boolean changing;

  VoterManager(Site site, RaftReplica replica, Supplier<GroupDescriptor> descriptor) {
    this.site = site;
    this.replica = replica;
    this.descriptor = descriptor;
  }

  /** Does what can be done next. Not for callbacks of the replica. */
  void step() {
    if (changing || !replica.isLeader()) {
      return;
    }
    RaftReplica.Members members = replica.members();
    findStuck(members);
    Endpoint dead = members.all().stream().filter(this::isDead).findFirst().orElse(null);
    int target = target();
    if (dead != null) {
      remove(dead);
    } else if (learner != null) {
      tend(learner, members);
    } else if (members.all().size() > members.voters().size()) {
      members.all().stream()
          .filter(member -> !members.voters().contains(member))
          .findFirst()
          .ifPresent(this::remove);
    } else if (members.voters().size() < target) {
      recruit(members);
    } else if (members.voters().size() > target) {
      removeYoungest(members);
    }
  }

  private int target() {
    int staying = site.directory().size() - leaving.size();
    return site.config().voters(Math.max(1, staying));
  }

  private boolean isDead(Endpoint member) {
    return !member.equals(replica.self())
        && (site.directory().isGone(member.node())
            || leaving.contains(member)
            || missing.contains(member));
  }

  /** Whether a replica that says something has no part in the group any more. */
  boolean isRemoved(Endpoint sender) {
    return !changing
        && !sender.equals(learner)
        && !sender.node().equals(candidate)
        && !replica.members().all().contains(sender);
  }

  private void remove(Endpoint member) {
    change(member, MembershipChangeMode.REMOVE_MEMBER, () -> {
      LOGGER.info("Replica " + member + " was removed from the group");
      leaving.remove(member);
      missing.remove(member);
      if (member.equals(learner)) {
        learner = null;
      }
      site.send(member.node(), new Stop(descriptor.get().id(), member));
    });
  }

  /** MicroRaft may fail to install a snapshot, and then nothing that follows it is taken. */
  private void findStuck(RaftReplica.Members members) {
    long now = site.millis();
    RaftLogStats log = replica.report().getLog();
    long committed = log.getCommitIndex();
    progress.keySet().retainAll(members.voters());
    for (Endpoint voter : members.voters()) {
      long index = matchIndex(log, voter);
      Progress before = progress.get(voter);
      if (before == null || index > before.index || index >= committed) {
        progress.put(voter, new Progress(index, now));
      } else if (now - before.since > STUCK_MILLIS && !voter.equals(replica.self())) {
        LOGGER.warn("Replica " + voter + " takes nothing any more, so it is replaced");
        missing.add(voter);
      }
    }
  }

  /** Whether there are as many voters as there are to be, and each has all that is committed. */
  boolean isSettled() {
    RaftReplica.Members members = replica.members();
    RaftLogStats log = replica.report().getLog();
    return replica.isLeader()
        && members.voters().size() == target()
        && members.voters().stream()
            .allMatch(voter ->
                voter.equals(replica.self()) || matchIndex(log, voter) >= log.getCommitIndex());
  }

  private void removeYoungest(RaftReplica.Members members) {
    List<String> byAge = site.directory().byAge();
    for (int i = byAge.size() - 1; i >= 0; i--) {
      String node = byAge.get(i);
      Endpoint voter = members.voters().stream()
          .filter(one -> one.node().equals(node) && !one.equals(replica.self()))
          .findFirst()
          .orElse(null);
      if (voter != null) {
        remove(voter);
        return;
      }
    }
  }

  // New ones

  private void recruit(RaftReplica.Members members) {
    long now = site.millis();
    if (candidate != null && now - candidateSince < START_MILLIS) {
      return;
    }
    if (candidate != null) {
      shun(candidate);
    }
    Set<String> taken = new HashSet<>();
    members.all().forEach(member -> taken.add(member.node()));
    leaving.forEach(member -> taken.add(member.node()));
    candidate = site.directory().byAge().stream()
        .filter(node -> !taken.contains(node) && shunnedUntil.getOrDefault(node, 0L) <= now)
        .findFirst()
        .orElse(null);
    candidateSince = now;
    if (candidate != null) {
      site.send(candidate, new StartLearner(descriptor.get()));
    }
  }

  private void shun(String node) {
    shunnedUntil.values().removeIf(until -> until <= site.millis());
    shunnedUntil.put(node, site.millis() + SHUN_MILLIS);
  }

  /** The candidate has a replica that waits. */
  void started(Endpoint fresh) {
    if (learner == null && fresh.node().equals(candidate)) {
      candidate = null;
      learner = fresh;
      learnerSince = site.millis();
      step();
    }
  }

  private void tend(Endpoint fresh, RaftReplica.Members members) {
    if (site.millis() - learnerSince > LEARN_MILLIS || site.directory().isGone(fresh.node())) {
      LOGGER.warn("Replica " + fresh + " does not catch up, so another one is tried");
      shun(fresh.node());
      learner = null;
    } else if (!members.all().contains(fresh)) {
      learnerGoal = replica.report().getLog().getCommitIndex();
      change(fresh, MembershipChangeMode.ADD_LEARNER, () -> {});
    } else if (matchIndex(replica.report().getLog(), fresh) >= learnerGoal) {
      change(fresh, MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER, () -> {
        LOGGER.info("Replica " + fresh + " was added to the group");
        learner = null;
      });
    }
  }

  private static long matchIndex(RaftLogStats log, Endpoint member) {
    return log.getFollowerMatchIndices().getOrDefault(member, 0L);
  }

  /** A replica is about to leave. */
  void leave(Endpoint member) {
    if (replica.members().all().contains(member)) {
      leaving.add(member);
      step();
    } else {
      site.send(member.node(), new Stop(descriptor.get().id(), member));
    }
  }

  /** A node says that it has no such replica. */
  void missing(Endpoint member) {
    if (replica.members().all().contains(member)) {
      missing.add(member);
      step();
    }
  }

  private void change(Endpoint member, MembershipChangeMode mode, Runnable done) {
    changing = true;
    replica.change(
        member,
        mode,
        failure -> site.scheduler().execute(() -> {
          changing = false;
          if (failure == null) {
            done.run();
            step();
          }
        }));
  }
}
