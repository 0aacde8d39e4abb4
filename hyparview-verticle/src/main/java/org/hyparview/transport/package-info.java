/** Moves frames between peers and reports connections; it knows no protocol. */
@NullMarked
package org.hyparview.transport;

import org.jspecify.annotations.NullMarked;
