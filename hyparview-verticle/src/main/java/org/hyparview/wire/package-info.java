/** Bytes to messages and back, versioned and bounded. */
@NullMarked
package org.hyparview.wire;

import org.jspecify.annotations.NullMarked;
