/**
 * The shared data of the cluster: which replicas there are, how they come to be as many as wanted,
 * and how each node's requests get to their leader exactly once.
 */
@NullMarked
package org.hyparview.cluster.group;

import org.jspecify.annotations.NullMarked;
