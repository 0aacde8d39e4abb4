package org.hyparview.cluster.group;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hyparview.cluster.QuorumLossPolicy;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.protocol.peer.Peer;

/**
 * The decision whether the remaining replicas may go on without some others, by
 * {@link QuorumLossPolicy}.
 */
final class LossPolicy {

  /** How long a node that is not a member, and was not seen to leave, has to become known. */
  private static final int UNKNOWN_NODE_MILLIS = 2_000;

  private static final int MAX_MISSING = 1_024;

  private final GroupContext context;
  private final Runnable onProof;
  private final Set<Endpoint> proven = new HashSet<>();
  private final Set<Endpoint> proving = new HashSet<>();
  private final Set<Endpoint> missing = new HashSet<>();
  private final Map<Endpoint, Long> strangers = new HashMap<>();

  /**
   * Creates a policy without proofs.
   *
   * @param onProof called whenever one more process is proven to have ended
   */
  LossPolicy(GroupContext context, Runnable onProof) {
    this.context = context;
    this.onProof = onProof;
  }

  /** Drops all proofs: they are of the past and are requested again. */
  void forget() {
    proven.clear();
    strangers.clear();
  }

  /** Notes that the node of a replica has no such replica: it will never return. */
  void missing(Endpoint replica) {
    if (missing.size() < MAX_MISSING) {
      missing.add(replica);
    }
  }

  /**
   * Returns whether the node of a replica is in the cluster, as far as is known, with the replica.
   */
  boolean isPresent(Endpoint replica) {
    return context.directory().has(replica.node()) && !missing.contains(replica);
  }

  /** Returns whether this is allowed now, and requests the missing proofs. */
  boolean allowsGoingOnWithout(Collection<Endpoint> lost) {
    return switch (context.config().onQuorumLoss()) {
      case WAIT -> false;
      case RECOVER -> lost.stream().allMatch(this::isGone);
      case RECOVER_IF_PROVEN -> {
        lost.forEach(this::prove);
        yield lost.stream().allMatch(one -> proven.contains(one) || missing.contains(one));
      }
    };
  }

  private boolean isGone(Endpoint replica) {
    Directory directory = context.directory();
    return missing.contains(replica)
        || directory.isGone(replica.node())
        || (!directory.has(replica.node())
            && context.millis() - strangers.computeIfAbsent(replica, none -> context.millis())
                >= UNKNOWN_NODE_MILLIS);
  }

  private void prove(Endpoint replica) {
    Peer peer = context.directory().peer(replica.node());
    if (peer != null
        && !missing.contains(replica)
        && !proven.contains(replica)
        && proving.add(replica)) {
      context.port().prove(peer, isGone -> {
        proving.remove(replica);
        if (isGone) {
          proven.add(replica);
          onProof.run();
        }
      });
    }
  }
}
