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

  /** Returns whether all commands may be proposed; counts those that may not. */
  boolean admits(List<StoreCommand> commands) {
    for (StoreCommand command : commands) {
      if (command.since() > version) {
        refused++;
        return false;
      }
    }
    return true;
  }

  /** Returns whether every version knows these commands. */
  static boolean areOfFirstVersion(List<StoreCommand> commands) {
    return commands.stream().allMatch(command -> command.since() == ProtocolVersion.FIRST);
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
