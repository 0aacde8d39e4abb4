/** Replicas of the store that agree on the order of its batches, by Raft. */
@NullMarked
package org.hyparview.cluster.raft;

import org.jspecify.annotations.NullMarked;
