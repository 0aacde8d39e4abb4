/** A deterministic network in virtual time that runs the production machines. */
@NullMarked
package org.hyparview.simulation.net;

import org.jspecify.annotations.NullMarked;
