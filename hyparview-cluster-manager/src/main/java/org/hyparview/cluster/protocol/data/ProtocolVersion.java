package org.hyparview.cluster.protocol.data;

/**
 * The version of what the nodes of a cluster say to each other through others, and keep: kinds of
 * broadcasts, registry entries, and commands of shared data. Each node announces the version that
 * it speaks, and the lowest one is the version of the cluster; see docs/upgrade.md.
 *
 * <p>A release that adds a kind, or a command, raises {@link #current} and names that version where
 * the kind is defined. It sends the kind only while the cluster has that version.
 */
public final class ProtocolVersion {

  /** The first version, which nodes speak that announce none. */
  public static final int FIRST = 1;

  /** The highest number that can be announced. */
  public static final int MAX = 0xffff;

  private ProtocolVersion() {}

  /** Returns the version that this build speaks. */
  public static int current() {
    return FIRST;
  }
}
