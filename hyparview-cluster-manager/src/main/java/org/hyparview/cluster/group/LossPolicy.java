package org.hyparview.cluster.group;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.protocol.peer.Peer;

/** Whether others may go on without some replicas, as {@link QuorumLossPolicy} has it. */
final class LossPolicy {

  /** A node that is no member, though none was seen to go, is given so long to become known. */
  private static final int STRANGER_MILLIS = 2_000;

  private static final int MAX_MISSING = 1_024;

  private final Site site;
  private final Runnable onProof;
  private final Set<Endpoint> proven = new HashSet<>();
  private final Set<Endpoint> proving = new HashSet<>();
  private final Set<Endpoint> missing = new HashSet<>();
  private final Map<Endpoint, Long> strangers = new HashMap<>();

  /**
   * Nothing is proven.
   *
   * @param onProof called when one more process is proven to be gone
   */
  LossPolicy(Site site, Runnable onProof) {
    this.site = site;
    this.onProof = onProof;
  }

  /** Proofs are of the past: they are asked for anew. */
  void forget() {
    proven.clear();
    strangers.clear();
  }

  /** The node of a replica has said that it has no such: it will never be back. */
  void missing(Endpoint replica) {
    if (missing.size() < MAX_MISSING) {
      missing.add(replica);
    }
  }

  /** Whether the node of a replica is in the cluster, as far as is known with the replica. */
  boolean isPresent(Endpoint replica) {
    return site.directory().has(replica.node()) && !missing.contains(replica);
  }

  /** Whether it is allowed now; asks for the proofs that are wanted. */
  boolean allowsGoingOnWithout(Collection<Endpoint> lost) {
    return switch (site.config().onQuorumLoss()) {
      case WAIT -> false;
      case RECOVER -> lost.stream().allMatch(this::isGone);
      case RECOVER_IF_PROVEN -> {
        lost.forEach(this::prove);
        yield lost.stream().allMatch(one -> proven.contains(one) || missing.contains(one));
      }
    };
  }

  private boolean isGone(Endpoint replica) {
    Directory directory = site.directory();
    return missing.contains(replica)
        || directory.isGone(replica.node())
        || (!directory.has(replica.node())
            && site.millis() - strangers.computeIfAbsent(replica, none -> site.millis())
                >= STRANGER_MILLIS);
  }

  private void prove(Endpoint replica) {
    Peer peer = site.directory().peer(replica.node());
    if (peer != null
        && !missing.contains(replica)
        && !proven.contains(replica)
        && proving.add(replica)) {
      site.port().prove(peer, isGone -> {
        proving.remove(replica);
        if (isGone) {
          proven.add(replica);
          onProof.run();
        }
      });
    }
  }
}
