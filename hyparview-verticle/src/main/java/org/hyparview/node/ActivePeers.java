package org.hyparview.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewEvent.PeerUp;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/**
 * The active view as reported to its listeners so far, with its version.
 *
 * <p>The machine may be several changes ahead while its outputs are being taken; a reported change
 * and the requested views must still agree.
 */
final class ActivePeers {

  private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
  private long version;

  ViewChange up(PeerUp event, int passive) {
    peers.put(event.peer().id(), event.peer());
    return new ViewChange(event.peer(), null, ++version, peers.size(), passive);
  }

  ViewChange down(PeerDown event, int passive) {
    peers.remove(event.peer().id());
    return new ViewChange(event.peer(), event.reason(), ++version, peers.size(), passive);
  }

  int size() {
    return peers.size();
  }

  Views views(Peer self, List<Peer> passive) {
    return new Views(self, version, List.copyOf(peers.values()), passive);
  }
}
