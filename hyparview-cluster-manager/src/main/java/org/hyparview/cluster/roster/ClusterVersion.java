package org.hyparview.cluster.roster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hyparview.cluster.protocol.data.ProtocolVersion;

/**
 * The version of the protocol that all members of the cluster speak, as far as one node knows: the
 * lowest of theirs. A member speaks the {@linkplain ProtocolVersion#FIRST first} one until it has
 * announced another.
 */
public final class ClusterVersion {

  private final int own;
  private final Map<String, Integer> others = new TreeMap<>();

  /** Creates the version of a cluster that has one node, which speaks this version. */
  public ClusterVersion(int own) {
    this.own = own;
  }

  /** Notes that another node is a member. */
  public void nodeUp(String node) {
    others.putIfAbsent(node, ProtocolVersion.FIRST);
  }

  /** Notes what another node announces; ignored unless it is a member. */
  public void announced(String node, int version) {
    others.replace(node, version);
  }

  /** Notes that another node is no longer a member. */
  public void nodeDown(String node) {
    others.remove(node);
  }

  /** Returns the version of the cluster. */
  public int lowest() {
    return others.values().stream().reduce(own, Math::min);
  }

  /** Returns whether all members know what a version has added, so that it may be sent. */
  public boolean allows(int version) {
    return version <= lowest();
  }

  /** Returns the other members that speak an earlier version than this node, by id. */
  public List<String> earlier() {
    return others.entrySet().stream()
        .filter(member -> member.getValue() < own)
        .map(Map.Entry::getKey)
        .toList();
  }
}
