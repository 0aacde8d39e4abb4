/** The command {@code overlay}: an overlay forms, loses nodes, and heals. */
@NullMarked
package org.hyparview.demo.overlay;

import org.jspecify.annotations.NullMarked;
