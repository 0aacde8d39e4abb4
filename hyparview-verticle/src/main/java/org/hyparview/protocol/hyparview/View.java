package org.hyparview.protocol.hyparview;

import java.util.Arrays;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/**
 * A bounded set of peers in an array, at most one life of each node. The ids' hashes stand in an
 * array of their own: to tell two nodes apart their ids need not be fetched.
 */
abstract class View {

  /** The index of what is not there. */
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

  /** The peers, in no order; a copy. */
  final List<Peer> toList() {
    return List.of(Arrays.copyOf(peers, size));
  }

  /** Where some life of the node is, or {@link #NONE}. */
  final int indexOf(PeerId id) {
    int hash = id.hashCode();
    for (int i = 0; i < size; i++) {
      if (hashes[i] == hash && peers[i].id().equals(id)) {
        return i;
      }
    }
    return NONE;
  }

  final void put(int index, Peer peer) {
    peers[index] = peer;
    hashes[index] = peer.id().hashCode();
  }

  final void exchange(int a, int b) {
    Peer peer = peers[a];
    int hash = hashes[a];
    move(b, a);
    peers[b] = peer;
    hashes[b] = hash;
  }

  /** Copies an entry over another. */
  final void move(int from, int to) {
    peers[to] = peers[from];
    hashes[to] = hashes[from];
  }

  final boolean contains(PeerId id) {
    return indexOf(id) != NONE;
  }
}
