package org.hyparview.cluster.group;

import java.util.List;
import org.hyparview.cluster.protocol.data.ProtocolVersion;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.jspecify.annotations.Nullable;

/**
 * The gate that keeps commands out of the log which not all members of the cluster know: a replica
 * that doesn't know a command can't go on.
 */
final class VersionGate {

  private int version = ProtocolVersion.FIRST;
  private long refused;

  /**
   * Sets the version of the cluster.
   *
   * @return whether it has fallen
   */
  boolean setVersion(int newVersion) {
    boolean fell = newVersion < version;
    version = newVersion;
    return fell;
  }

  /** Returns the first version that knows all of these commands. */
  static int neededBy(List<StoreCommand> commands) {
    int needed = ProtocolVersion.FIRST;
    for (StoreCommand command : commands) {
      needed = Math.max(needed, command.since());
    }
    return needed;
  }

  /** Returns whether commands may be proposed that need a version; counts those that may not. */
  boolean admits(int needed) {
    refused += needed > version ? 1 : 0;
    return needed <= version;
  }

  /** Returns why an operation must not be requested now, and counts it; null if it may be. */
  @Nullable
  String refusal(StoreOp op) {
    int needed = op.since();
    if (needed <= version) {
      return null;
    }
    refused++;
    return "This operation needs version " + needed
        + " of the protocol, and the cluster has version " + version
        + ": it works once all nodes run a release that speaks version " + needed;
  }

  /** Returns how many operations and requests were refused. */
  long refused() {
    return refused;
  }
}
