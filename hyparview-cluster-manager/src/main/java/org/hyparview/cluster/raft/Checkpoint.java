package org.hyparview.cluster.raft;

/**
 * The digest of a replica's state at one moment. All replicas of a group have the same digest at
 * the same index, or else one of them holds other data than the others.
 *
 * @param index up to where the log was applied, 0 or more
 */
public record Checkpoint(long index, long digest) {}
