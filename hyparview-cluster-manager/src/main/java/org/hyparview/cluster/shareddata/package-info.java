/** Shared data as Vert.x's interfaces define it. */
@NullMarked
package org.hyparview.cluster.shareddata;

import org.jspecify.annotations.NullMarked;
