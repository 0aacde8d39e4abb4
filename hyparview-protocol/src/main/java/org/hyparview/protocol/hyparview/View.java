package org.hyparview.protocol.hyparview;

import java.util.Arrays;
import java.util.List;
import org.hyparview.protocol.peer.Peer;

/**
 * A bounded set of peers in an array, at most one incarnation of each node. A second array holds
 * the peers' hashes: an absent node is detected without fetching any peer.
 */
abstract class View {

  /** The index of an absent peer. */
  static final int NONE = -1;

  final Peer[] peers;
  private final int[] hashes;
  int size;

  View(int capacity) {
    peers = new Peer[capacity];
    hashes = new int[capacity];
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

  final int hash(int index) {
    return hashes[index];
  }

  /** Returns the peers, in no order; a copy. */
  final List<Peer> toList() {
    return List.of(Arrays.copyOf(peers, size));
  }

  /** Returns the index of any incarnation of the peer, or {@link #NONE}. */
  final int indexOf(Peer peer) {
    return indexOf(peer, peer.hashCode());
  }

  /** Returns the index of a peer whose hash is known. */
  final int indexOf(Peer peer, int hash) {
    for (int i = 0; i < size; i++) {
      if (hashes[i] == hash && peers[i].sameNode(peer)) {
        return i;
      }
    }
    return NONE;
  }

  final void put(int index, Peer peer, int hash) {
    peers[index] = peer;
    hashes[index] = hash;
  }

  final void exchange(int a, int b) {
    Peer peer = peers[a];
    int hash = hashes[a];
    move(b, a);
    put(b, peer, hash);
  }

  /** Copies an entry over another. */
  final void move(int from, int to) {
    put(to, peers[from], hashes[from]);
  }

  final boolean contains(Peer peer) {
    return indexOf(peer) != NONE;
  }

  final boolean contains(Peer peer, int hash) {
    return indexOf(peer, hash) != NONE;
  }
}
