/** Runs the machines on one event-loop context: executes their actions and keeps their timers. */
@NullMarked
package org.hyparview.node;

import org.jspecify.annotations.NullMarked;
