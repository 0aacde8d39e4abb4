/** The transport over TCP: handshake, framing, heartbeats, queues and congestion, and TLS. */
@NullMarked
package org.hyparview.transport.tcp;

import org.jspecify.annotations.NullMarked;
