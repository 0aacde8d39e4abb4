package org.hyparview.node;

import java.util.List;
import org.hyparview.protocol.peer.Peer;

/**
 * Both views of a node at one moment.
 *
 * @param self the node
 * @param version the version of the active view, which orders this against {@link ViewChange}s
 * @param active the neighbors, in the order of arrival
 * @param passive the candidates, in no order
 */
public record Views(Peer self, long version, List<Peer> active, List<Peer> passive) {}
