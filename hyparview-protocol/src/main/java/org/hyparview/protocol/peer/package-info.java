/** The identity of a peer: its id, its incarnation and the address it advertises. */
@NullMarked
package org.hyparview.protocol.peer;

import org.jspecify.annotations.NullMarked;
