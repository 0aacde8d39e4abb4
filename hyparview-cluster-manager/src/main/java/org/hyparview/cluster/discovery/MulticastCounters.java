package org.hyparview.cluster.discovery;

/**
 * What became of the datagrams of a node.
 *
 * @param sent queries, announcements and answers that left
 * @param received datagrams of other nodes of the cluster
 * @param malformed datagrams that can't be read
 * @param foreign datagrams of other clusters
 * @param unanswered queries beyond what is answered in a second
 */
public record MulticastCounters(
    long sent, long received, long malformed, long foreign, long unanswered) {}
