/** The host of the gossip plane on the cluster manager's own event loop; no protocol decisions. */
@NullMarked
package org.hyparview.cluster.node;

import org.jspecify.annotations.NullMarked;
