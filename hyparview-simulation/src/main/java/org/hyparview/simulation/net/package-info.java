/** A deterministic network in virtual time that runs the very machines that ship. */
@NullMarked
package org.hyparview.simulation.net;

import org.jspecify.annotations.NullMarked;
