/**
 * The replication of the cluster's shared data: the choice of the replicas, the upkeep of their
 * number, and the path of each node's requests to their leader, exactly once.
 */
@NullMarked
package org.hyparview.cluster.group;

import org.jspecify.annotations.NullMarked;
