/** The composed membership and broadcast machines: neighbors of the first feed the second. */
@NullMarked
package org.hyparview.protocol.overlay;

import org.jspecify.annotations.NullMarked;
