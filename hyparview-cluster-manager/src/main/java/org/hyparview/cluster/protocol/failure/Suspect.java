package org.hyparview.cluster.protocol.failure;

import java.util.LinkedHashSet;
import java.util.Set;
import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.PeerId;

/** A member that is suspected in one incarnation, by whom, on what evidence and since when. */
final class Suspect {

  final PeerId id;
  final long incarnation;

  private final Set<PeerId> accusers = new LinkedHashSet<>();
  private boolean isMine;
  private long silentSince = Machine.NEVER;
  private long claimedSince = Machine.NEVER;
  private long refusedSince = Machine.NEVER;

  Suspect(PeerId id, long incarnation) {
    this.id = id;
    this.incarnation = incarnation;
  }

  void accuse(PeerId accuser, Evidence evidence, long now) {
    switch (evidence) {
      case SILENCE -> {
        silentSince = Math.min(silentSince, now);
        if (accusers.size() <= FailureConfig.MAX_CONFIRMATIONS) {
          accusers.add(accuser);
        }
      }
      case CLAIM -> claimedSince = Math.min(claimedSince, now);
      case REFUSAL -> refusedSince = Math.min(refusedSince, now);
    }
  }

  /** This node is one of the accusers, and will declare the member dead before others do. */
  void accuseMyself(PeerId self, Evidence evidence, long now) {
    accuse(self, evidence, now);
    isMine = true;
  }

  boolean isMine() {
    return isMine;
  }

  /** The strongest. */
  Evidence evidence() {
    if (refusedSince != Machine.NEVER) {
      return Evidence.REFUSAL;
    }
    return claimedSince == Machine.NEVER ? Evidence.SILENCE : Evidence.CLAIM;
  }

  /** Whether it is for its silence alone that it is suspected. */
  boolean isOnlySilent() {
    return evidence() == Evidence.SILENCE;
  }

  /** Whether an accusation by this node would tell others anything new. */
  boolean isNews(PeerId self, Evidence evidence, int enough) {
    return switch (evidence) {
      case SILENCE -> isOnlySilent() && accusers.size() <= enough && !accusers.contains(self);
      case CLAIM -> isOnlySilent();
      case REFUSAL -> refusedSince == Machine.NEVER;
    };
  }

  /** This node was stalled: what it might have heard meanwhile counts too. */
  void extend(long millis) {
    silentSince = later(silentSince, millis);
    claimedSince = later(claimedSince, millis);
  }

  private static long later(long since, long millis) {
    return since == Machine.NEVER ? since : since + millis;
  }

  /** When this node declares it dead. */
  long deadline(FailureConfig config, int nodes) {
    long silence = later(silentSince, SuspicionTimeout.of(config, nodes, accusers.size() - 1));
    long claim = later(claimedSince, config.claimTimeout());
    long refusal = later(refusedSince, config.strongTimeout());
    long first = Math.min(silence, Math.min(claim, refusal));
    return isMine ? first : later(first, config.declarationGrace());
  }
}
