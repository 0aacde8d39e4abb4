/** The counters of nodes as meters of Micrometer. */
@NullMarked
package org.hyparview.micrometer;

import org.jspecify.annotations.NullMarked;
