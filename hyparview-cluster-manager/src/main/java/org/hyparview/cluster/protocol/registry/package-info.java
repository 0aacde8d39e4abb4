/** The replicated state of the gossip plane: records of nodes, registrations and maps. */
@NullMarked
package org.hyparview.cluster.protocol.registry;

import org.jspecify.annotations.NullMarked;
