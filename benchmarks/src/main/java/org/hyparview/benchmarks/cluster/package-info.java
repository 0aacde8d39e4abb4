/** What clusters of real processes do, measured: failures, registrations, formation, footprint. */
@NullMarked
package org.hyparview.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
