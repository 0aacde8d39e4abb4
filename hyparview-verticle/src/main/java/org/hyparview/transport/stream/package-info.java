/** The links over any connections that carry bytes: handshake, framing, heartbeats, queues. */
@NullMarked
package org.hyparview.transport.stream;

import org.jspecify.annotations.NullMarked;
