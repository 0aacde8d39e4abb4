package org.hyparview.cluster.group;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hyparview.cluster.raft.Checkpoint;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.cluster.raft.RaftReplica;

/**
 * The leader's detection of replicas whose data differ: members report checkpoints to it, and it
 * compares those of the same index with its own.
 *
 * <p>If digests differ, the digest of a majority of the voters is right. If no majority is
 * possible, as with two voters, the leader's counts at first. But the replacement of the other
 * voter replays the log, as far as it reaches back. If its result differs from the leader's as
 * well, the leader is wrong.
 */
final class Divergence {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);

  /**
   * The most indexes whose reports are kept. Voters report the same index within less than half of
   * that.
   */
  private static final int MAX_INDEXES = 64;

  private final RaftReplica replica;
  private final Consumer<Endpoint> onWrong;
  private final Map<Long, Map<Endpoint, Long>> reports = new LinkedHashMap<>();
  private final Set<Endpoint> known = new HashSet<>();
  private boolean decidedByLeader;

  /**
   * Creates a detector without reports.
   *
   * @param onWrong receives the replica that holds wrong data, which may be this one, repeatedly
   *     until it is no longer a member. It may be called at any time
   */
  Divergence(RaftReplica replica, Consumer<Endpoint> onWrong) {
    this.replica = replica;
    this.onWrong = onWrong;
  }

  /** Takes a member's checkpoint. Only for a leader, and not from a callback of the replica. */
  void reported(Endpoint member, Checkpoint checkpoint) {
    long index = checkpoint.index();
    OptionalLong own = replica.digestAt(index);
    Set<Endpoint> members = replica.members().all();
    if (own.isEmpty() || !members.contains(member)) {
      return;
    }
    Map<Endpoint, Long> digests = reports.computeIfAbsent(index, none -> new TreeMap<>());
    digests.put(member, checkpoint.digest());
    digests.put(replica.self(), own.getAsLong());
    if (reports.size() > MAX_INDEXES) {
      reports.remove(reports.keySet().iterator().next());
    }
    if (digests.values().stream().anyMatch(digest -> digest != own.getAsLong())) {
      decide(index, members, digests);
    } else if (digests.keySet().containsAll(replica.members().voters()) && digests.size() > 1) {
      decidedByLeader = false;
    }
  }

  private void decide(long index, Set<Endpoint> members, Map<Endpoint, Long> digests) {
    digests.keySet().retainAll(members);
    known.retainAll(members);
    Set<Endpoint> voters = replica.members().voters();
    Map<Long, Long> votes = digests.entrySet().stream()
        .filter(report -> voters.contains(report.getKey()))
        .collect(Collectors.groupingBy(Map.Entry::getValue, TreeMap::new, Collectors.counting()));
    Map.Entry<Long, Long> most = Collections.max(votes.entrySet(), Map.Entry.comparingByValue());
    long majority = Math.max(2, voters.size() / 2 + 1);
    long silent = voters.stream().filter(voter -> !digests.containsKey(voter)).count();
    if (most.getValue() >= majority) {
      replaceOthers(index, most.getKey(), digests);
    } else if (most.getValue() + silent < majority) {
      decideByLeader(index, digests);
    }
  }

  private void decideByLeader(long index, Map<Endpoint, Long> digests) {
    long own = Objects.requireNonNull(digests.get(replica.self()), "own digest");
    boolean isAnother = digests.entrySet().stream()
        .anyMatch(report -> report.getValue() != own && !known.contains(report.getKey()));
    if (decidedByLeader && isAnother) {
      isWrong(replica.self(), index, own);
    } else {
      decidedByLeader = true;
      replaceOthers(index, own, digests);
    }
  }

  private void replaceOthers(long index, long right, Map<Endpoint, Long> digests) {
    digests.forEach((member, digest) -> {
      if (digest != right) {
        isWrong(member, index, digest);
      }
    });
  }

  private void isWrong(Endpoint member, long index, long digest) {
    if (known.add(member)) {
      LOGGER.error("Replica " + member + " of the shared data differs from the other replicas: at"
          + " index " + index + " its digest is " + Long.toHexString(digest)
          + ". It is being replaced by a new one with the data of the majority");
    }
    onWrong.accept(member);
  }
}
