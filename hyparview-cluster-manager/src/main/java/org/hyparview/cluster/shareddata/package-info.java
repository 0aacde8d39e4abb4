/** Shared data as Vert.x sees it. */
@NullMarked
package org.hyparview.cluster.shareddata;

import org.jspecify.annotations.NullMarked;
