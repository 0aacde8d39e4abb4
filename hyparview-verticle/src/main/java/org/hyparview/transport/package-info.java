/** The transport SPI: moves frames between peers and reports connections; knows no protocol. */
@NullMarked
package org.hyparview.transport;

import org.jspecify.annotations.NullMarked;
