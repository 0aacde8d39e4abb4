package org.hyparview.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerUp;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/**
 * The active view as its listeners have heard of it so far, with its version.
 *
 * <p>The machine may be several changes ahead while its actions are being done; a change and the
 * views that are asked for must agree all the same.
 */
final class ActivePeers {

  private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
  private long version;

  ViewChange up(PeerUp action, int passive) {
    peers.put(action.peer().id(), action.peer());
    return new ViewChange(action.peer(), null, ++version, peers.size(), passive);
  }

  ViewChange down(PeerDown action, int passive) {
    peers.remove(action.peer().id());
    return new ViewChange(action.peer(), action.reason(), ++version, peers.size(), passive);
  }

  Views views(Peer self, List<Peer> passive) {
    return new Views(self, version, List.copyOf(peers.values()), passive);
  }
}
