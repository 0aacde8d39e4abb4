/**
 * The inside of the cluster manager: one node's life in the cluster, and what Vert.x sees of it.
 */
@NullMarked
package org.hyparview.cluster.internal;

import org.jspecify.annotations.NullMarked;
