/** The gossip plane of one node: overlay, registry and failure detection, composed. */
@NullMarked
package org.hyparview.cluster.protocol.plane;

import org.jspecify.annotations.NullMarked;
