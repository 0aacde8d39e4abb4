/** The transport over TCP: sockets, TLS, ports, and the host that is advertised. */
@NullMarked
package org.hyparview.transport.tcp;

import org.jspecify.annotations.NullMarked;
