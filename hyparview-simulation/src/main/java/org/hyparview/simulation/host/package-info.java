/** Hosts that run the membership machine, or the whole overlay, on simulated nodes. */
@NullMarked
package org.hyparview.simulation.host;

import org.jspecify.annotations.NullMarked;
