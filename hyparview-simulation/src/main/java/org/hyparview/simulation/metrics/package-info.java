/** Measures of overlays and broadcasts in the terms of the literature, from numbers to numbers. */
@NullMarked
package org.hyparview.simulation.metrics;

import org.jspecify.annotations.NullMarked;
