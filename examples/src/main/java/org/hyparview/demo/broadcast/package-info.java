/** The command {@code broadcast}: a stream of broadcasts while nodes die. */
@NullMarked
package org.hyparview.demo.broadcast;

import org.jspecify.annotations.NullMarked;
