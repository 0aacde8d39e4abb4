package org.hyparview.cluster.group;

import java.util.Comparator;
import java.util.List;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A group of replicas, as its leader makes it known.
 *
 * @param id no other group has it
 * @param lineage the id of the first group of which this one goes on from the state
 * @param generation how often the quorum was lost and what was left went on
 * @param foundedAt wall-clock milliseconds: of two groups that meet, the older wins
 * @param founder its first replica
 * @param membersIndex which of the lists of its voters this is; later ones have greater numbers
 * @param voters the replicas that agree
 * @param term in which the leader was elected
 * @param leader the replica that serves requests, or null if that is not known
 * @param peers the nodes of the voters, so that a node that never met them can find out whether
 *     they live
 * @param settled whether the group has as many voters as the cluster is to have, and changes none
 * @param origin what the group began with, or null if that was nothing
 */
public record GroupDescriptor(
    String id,
    String lineage,
    long generation,
    long foundedAt,
    Endpoint founder,
    long membersIndex,
    List<Endpoint> voters,
    long term,
    @Nullable Endpoint leader,
    List<Peer> peers,
    boolean settled,
    @Nullable Origin origin) {

  /**
   * The last entry of an earlier group that a group goes on from.
   *
   * @param group the id of the earlier group
   * @param term the term of the entry
   * @param index the index of the entry
   * @param complete whether nothing can be missing that the earlier group has answered
   */
  public record Origin(String group, long term, long index, boolean complete) {}

  private static final Comparator<GroupDescriptor> STRENGTH = Comparator.comparingLong(
          GroupDescriptor::generation)
      .thenComparing(Comparator.comparingLong(GroupDescriptor::foundedAt).reversed())
      .thenComparing(Comparator.comparing(GroupDescriptor::id).reversed());

  /** Copies the lists. */
  public GroupDescriptor {
    voters = List.copyOf(voters);
    peers = List.copyOf(peers);
  }

  /** A group of one that begins with nothing. */
  static GroupDescriptor founded(String id, long generation, long at, Endpoint founder) {
    return new GroupDescriptor(
        id, id, generation, at, founder, 0, List.of(founder), 0, founder, List.of(), false, null);
  }

  /** A group of one that goes on from what is left of this one. */
  GroupDescriptor succeeded(String newId, long at, Endpoint newFounder, Origin from) {
    return new GroupDescriptor(
        newId,
        lineage,
        generation + 1,
        at,
        newFounder,
        0,
        List.of(newFounder),
        0,
        newFounder,
        List.of(),
        false,
        from);
  }

  /** This group as one of its replicas sees it. */
  GroupDescriptor as(
      long newMembersIndex,
      List<Endpoint> newVoters,
      long newTerm,
      @Nullable Endpoint newLeader,
      List<Peer> newPeers,
      boolean nowSettled) {
    return new GroupDescriptor(
        id,
        lineage,
        generation,
        foundedAt,
        founder,
        newMembersIndex,
        newVoters,
        newTerm,
        newLeader,
        newPeers,
        nowSettled,
        origin);
  }

  /** Whether this is the group that stays when the two meet. */
  public boolean wins(GroupDescriptor other) {
    return STRENGTH.compare(this, other) > 0;
  }

  /** Whether this group is the next one after another and has all that the other has answered. */
  boolean isCompleteAfter(GroupDescriptor other) {
    return origin != null && origin.complete() && origin.group().equals(other.id());
  }

  /** Whether this tells later news of the same group. */
  boolean isLaterThan(GroupDescriptor other) {
    return term != other.term ? term > other.term : membersIndex > other.membersIndex;
  }
}
