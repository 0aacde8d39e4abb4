/** The hosts of the machines on one event-loop context, which execute actions and keep timers. */
@NullMarked
package org.hyparview.node;

import org.jspecify.annotations.NullMarked;
