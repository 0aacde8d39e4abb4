/**
 * The internals of the cluster manager: one incarnation of a node in the cluster, and what Vert.x
 * sees of it.
 */
@NullMarked
package org.hyparview.cluster.internal;

import org.jspecify.annotations.NullMarked;
