package org.hyparview.cluster.group;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.hyparview.cluster.raft.Endpoint;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The description of a group of replicas, as its leader announces it.
 *
 * @param id unique among groups
 * @param lineage the id of the first group whose state this one continues
 * @param generation how often the quorum was lost and the remaining replicas went on
 * @param foundedAt wall-clock milliseconds: of two groups that meet, the older wins
 * @param founder its first replica
 * @param membersIndex the version of its list of voters; later lists have greater numbers
 * @param voters the replicas that agree
 * @param term in which the leader was elected
 * @param leader the replica that serves requests, or null if unknown
 * @param peers the nodes of the voters, so that a node that never met them can find out whether
 *     they live
 * @param settled whether the group has as many voters as the cluster is to have, and changes none
 * @param origin what the group began with, or null if it began empty
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
   * The last entry of an earlier group whose state a group continues.
   *
   * @param group the id of the earlier group
   * @param term the term of the entry
   * @param index the index of the entry
   * @param complete whether nothing that the earlier group answered can be missing
   */
  public record Origin(String group, long term, long index, boolean complete) {}

  /** The highest generation that is believed: half of all. */
  private static final long MAX_GENERATION = Long.MAX_VALUE >> 1;

  private static final Comparator<GroupDescriptor> STRENGTH = Comparator.comparingLong(
          GroupDescriptor::generation)
      .thenComparing(Comparator.comparingLong(GroupDescriptor::foundedAt).reversed())
      .thenComparing(Comparator.comparing(GroupDescriptor::id).reversed());

  /** Copies the lists. */
  public GroupDescriptor {
    voters = List.copyOf(voters);
    peers = List.copyOf(peers);
  }

  /** Returns a group of one replica that begins empty. */
  static GroupDescriptor founded(String id, long generation, long at, Endpoint founder) {
    return new GroupDescriptor(
        id, id, generation, at, founder, 0, List.of(founder), 0, founder, List.of(), false, null);
  }

  /** Returns a group of one replica that continues from what is left of this one. */
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

  /** Returns this group as one of its replicas sees it. */
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

  /** Returns whether this is the group that stays when the two meet. */
  public boolean wins(GroupDescriptor other) {
    return STRENGTH.compare(this, other) > 0;
  }

  /**
   * Returns whether this group directly succeeds another and has all that the other has answered.
   */
  boolean isCompleteAfter(GroupDescriptor other) {
    return origin != null && origin.complete() && origin.group().equals(other.id());
  }

  /** Returns whether the next generations have numbers, too. */
  boolean isPlausible() {
    return generation <= MAX_GENERATION;
  }

  /** Returns whether a replica of this group is on a node, as far as the description says. */
  boolean names(String node) {
    return founder.node().equals(node)
        || isLedBy(node)
        || voters.stream().anyMatch(voter -> voter.node().equals(node));
  }

  /** Returns whether any voter is on one of these nodes. */
  boolean hasVoterOn(Predicate<String> nodes) {
    return voters.stream().anyMatch(voter -> nodes.test(voter.node()));
  }

  /** Returns whether the leader is on a node. */
  boolean isLedBy(String node) {
    return leader != null && leader.node().equals(node);
  }

  /** Returns whether this is later news of the same group. */
  boolean isLaterThan(GroupDescriptor other) {
    return term != other.term ? term > other.term : membersIndex > other.membersIndex;
  }
}
