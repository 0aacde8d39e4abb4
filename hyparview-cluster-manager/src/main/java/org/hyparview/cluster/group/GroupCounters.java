package org.hyparview.cluster.group;

/**
 * The figures of one node's part in the group of replicas. Those of the log and of the store are 0
 * without a replica here.
 *
 * @param role the role of the replica here
 * @param term the present term
 * @param commitIndex the index of the last batch that is known to be committed
 * @param uncommitted how many batches of the log here are not known to be committed
 * @param unapplied how many committed batches are not applied here
 * @param followerLag how many committed batches the last of the voters is known to lack; 0 unless
 *     this is the leader
 * @param sessions the nodes that have a session in the store
 * @param locks the held locks in the store
 * @param locksHere the locks that this node holds
 * @param entries the entries of maps in the store
 * @param refused the refused messages and claims of other nodes
 * @param gated the operations refused since not all members know them
 * @param outdated the replicas given up here since a later version has written in their log
 */
public record GroupCounters(
    Role role,
    int term,
    long commitIndex,
    long uncommitted,
    long unapplied,
    long followerLag,
    int sessions,
    int locks,
    int locksHere,
    int entries,
    long refused,
    long gated,
    long outdated) {

  /** The figures of a node that has never used shared data. */
  public static final GroupCounters NONE = none(0, 0, 0, 0);

  /** Returns the figures of a node without a replica. */
  static GroupCounters none(int locksHere, long refused, long gated, long outdated) {
    return new GroupCounters(
        Role.NONE, 0, 0, 0, 0, 0, 0, 0, locksHere, 0, refused, gated, outdated);
  }

  /** The role of the replica of a node. */
  public enum Role {
    /** It has none. */
    NONE,
    /** It receives the log, and does not vote. */
    LEARNER,
    /** It votes. */
    FOLLOWER,
    /** It orders the changes. */
    LEADER
  }
}
