package org.hyparview.cluster.protocol.store;

/**
 * A request that had to wait has its lock now.
 *
 * @param node whose session it is
 * @param acquire the number of the request in its session
 * @param token the fencing token: greater than all that were given before
 */
public record Grant(String node, long session, long acquire, String lock, long token) {}
