package org.hyparview.protocol.hyparview;

import java.util.Arrays;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/** A bounded set of peers in an array, at most one life of each node. */
abstract class View {

  /** The index of what is not there. */
  static final int NONE = -1;

  final Peer[] peers;
  int size;

  View(int capacity) {
    peers = new Peer[capacity];
  }

  final int size() {
    return size;
  }

  final int capacity() {
    return peers.length;
  }

  final boolean isEmpty() {
    return size == 0;
  }

  final boolean isFull() {
    return size == peers.length;
  }

  final Peer peer(int index) {
    return peers[index];
  }

  /** The peers, in no order; a copy. */
  final List<Peer> toList() {
    return List.of(Arrays.copyOf(peers, size));
  }

  abstract int indexOf(PeerId id);

  final boolean contains(PeerId id) {
    return indexOf(id) != NONE;
  }
}
