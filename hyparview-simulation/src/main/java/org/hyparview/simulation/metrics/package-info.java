/** Measures of overlays and broadcasts in the terms of the literature; plain numbers in and out. */
@NullMarked
package org.hyparview.simulation.metrics;

import org.jspecify.annotations.NullMarked;
