/** Clusters of simulated nodes, recipes of what befalls them, and what must hold then. */
@NullMarked
package org.hyparview.simulation.scenario;

import org.jspecify.annotations.NullMarked;
