package org.hyparview.cluster.group;

import java.util.Comparator;
import java.util.List;
import org.hyparview.cluster.raft.Endpoint;
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
 * @param leader whom to ask, or null if that is not known
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
    @Nullable Endpoint leader) {

  private static final Comparator<GroupDescriptor> STRENGTH = Comparator.comparingLong(
          GroupDescriptor::generation)
      .thenComparing(Comparator.comparingLong(GroupDescriptor::foundedAt).reversed())
      .thenComparing(Comparator.comparing(GroupDescriptor::id).reversed());

  /** Copies the voters. */
  public GroupDescriptor {
    voters = List.copyOf(voters);
  }

  /** A group of one. */
  static GroupDescriptor founded(
      String id, String lineage, long generation, long at, Endpoint founder) {
    return new GroupDescriptor(
        id, lineage, generation, at, founder, 0, List.of(founder), 0, founder);
  }

  /** Whether this is the group that stays when the two meet. */
  public boolean wins(GroupDescriptor other) {
    return STRENGTH.compare(this, other) > 0;
  }

  /** Whether this tells later news of the same group. */
  boolean isLaterThan(GroupDescriptor other) {
    return term != other.term ? term > other.term : membersIndex > other.membersIndex;
  }
}
