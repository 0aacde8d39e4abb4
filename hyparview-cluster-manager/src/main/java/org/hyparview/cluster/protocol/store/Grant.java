package org.hyparview.cluster.protocol.store;

/**
 * The grant of a lock to a request that had to wait.
 *
 * @param node the node of the session
 * @param acquire the number of the request in its session
 * @param token the fencing token: greater than all earlier ones
 */
public record Grant(String node, long session, long acquire, String lock, long token) {}
