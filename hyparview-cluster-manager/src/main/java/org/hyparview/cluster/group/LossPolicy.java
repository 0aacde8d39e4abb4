package org.hyparview.cluster.group;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.protocol.peer.Peer;

/** Whether others may go on without some replicas, as {@link QuorumLossPolicy} has it. */
final class LossPolicy {

  private final Site site;
  private final Runnable onProof;
  private final Set<Endpoint> proven = new HashSet<>();
  private final Set<Endpoint> proving = new HashSet<>();

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
  }

  /** Whether it is allowed now; asks for the proofs that are wanted. */
  boolean allowsGoingOnWithout(Collection<Endpoint> lost) {
    return switch (site.config().onQuorumLoss()) {
      case WAIT -> false;
      case RECOVER -> true;
      case RECOVER_IF_PROVEN -> {
        lost.forEach(this::prove);
        yield proven.containsAll(lost);
      }
    };
  }

  private void prove(Endpoint replica) {
    Peer peer = site.directory().peer(replica.node());
    if (peer != null && !proven.contains(replica) && proving.add(replica)) {
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
