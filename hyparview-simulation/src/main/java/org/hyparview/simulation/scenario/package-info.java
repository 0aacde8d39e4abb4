/** Clusters of simulated nodes, fault scenarios, and the properties that must hold afterwards. */
@NullMarked
package org.hyparview.simulation.scenario;

import org.jspecify.annotations.NullMarked;
