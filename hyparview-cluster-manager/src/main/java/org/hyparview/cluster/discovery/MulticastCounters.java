package org.hyparview.cluster.discovery;

/**
 * The counters of a node's datagrams.
 *
 * @param sent queries, announcements and answers that left
 * @param received datagrams of other nodes of the cluster
 * @param malformed unreadable datagrams
 * @param foreign datagrams of other clusters
 * @param unauthenticated datagrams without an accepted secret, if this node has secrets
 * @param unanswered queries beyond the limit of answers per second
 */
public record MulticastCounters(
    long sent,
    long received,
    long malformed,
    long foreign,
    long unauthenticated,
    long unanswered) {}
