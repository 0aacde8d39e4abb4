/** The commands {@code cluster}, {@code ha} and {@code shared}: Vert.x clusters of processes. */
@NullMarked
package org.hyparview.demo.cluster;

import org.jspecify.annotations.NullMarked;
