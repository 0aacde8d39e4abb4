/**
 * The measurements of clusters of real processes: failures, registrations, formation, footprint.
 */
@NullMarked
package org.hyparview.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
