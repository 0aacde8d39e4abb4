/** Codecs between messages and bytes, versioned and bounded. */
@NullMarked
package org.hyparview.wire;

import org.jspecify.annotations.NullMarked;
