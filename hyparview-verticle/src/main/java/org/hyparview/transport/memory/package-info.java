/** A transport within one process, for tests. */
@NullMarked
package org.hyparview.transport.memory;

import org.jspecify.annotations.NullMarked;
