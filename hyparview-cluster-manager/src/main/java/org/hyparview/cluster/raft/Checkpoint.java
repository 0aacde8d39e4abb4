package org.hyparview.cluster.raft;

/**
 * The digest of a replica's state at one index. All replicas of a group have the same digest at the
 * same index; otherwise the data of one of them differ.
 *
 * @param index up to where the log was applied, 0 or more
 */
public record Checkpoint(long index, long digest) {}
