package org.hyparview.cluster.protocol.failure;

import java.util.LinkedHashSet;
import java.util.Set;
import org.hyparview.cluster.protocol.failure.FailureMessage.Evidence;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.PeerId;

/** A member that is suspected in one incarnation, with its accusers, the evidence and the time. */
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

  /** Makes this node one of the accusers: it will declare the member dead before others do. */
  void accuseMyself(PeerId self, Evidence evidence, long now) {
    accuse(self, evidence, now);
    isMine = true;
  }

  boolean isMine() {
    return isMine;
  }

  /** Returns the strongest evidence. */
  Evidence evidence() {
    if (refusedSince != Machine.NEVER) {
      return Evidence.REFUSAL;
    }
    return claimedSince == Machine.NEVER ? Evidence.SILENCE : Evidence.CLAIM;
  }

  /** Returns since when this node has suspected it. */
  long since() {
    return Math.min(silentSince, Math.min(claimedSince, refusedSince));
  }

  /** Returns whether it is suspected only for its silence. */
  boolean isOnlySilent() {
    return evidence() == Evidence.SILENCE;
  }

  /** Returns whether an accusation by this node would tell others anything new. */
  boolean isNews(PeerId self, Evidence evidence, int enough) {
    return switch (evidence) {
      case SILENCE -> isOnlySilent() && accusers.size() <= enough && !accusers.contains(self);
      case CLAIM -> isOnlySilent();
      case REFUSAL -> refusedSince == Machine.NEVER;
    };
  }

  /** Extends the wait after a stall of this node, which may have missed a refutation. */
  void extend(long millis) {
    silentSince = later(silentSince, millis);
    claimedSince = later(claimedSince, millis);
  }

  private static long later(long since, long millis) {
    return since == Machine.NEVER ? since : since + millis;
  }

  /** Returns when this node declares it dead. */
  long deadline(FailureConfig config, int nodes) {
    long silence = later(silentSince, SuspicionTimeout.of(config, nodes, accusers.size() - 1));
    long claim = later(claimedSince, config.claimTimeout());
    long refusal = later(refusedSince, config.strongTimeout());
    long first = Math.min(silence, Math.min(claim, refusal));
    return isMine ? first : later(first, config.declarationGrace());
  }
}
