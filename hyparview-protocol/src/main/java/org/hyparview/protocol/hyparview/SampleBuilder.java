package org.hyparview.protocol.hyparview;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;

/** Draws a random sample of peers for a message. The views that it draws from are disjoint. */
final class SampleBuilder {

  private final RandomGenerator random;
  private final Peer[] peers;
  private final int[] hashes;
  private int size;

  /** A sample of at most that many peers, none as yet. */
  SampleBuilder(int limit, RandomGenerator random) {
    this.random = random;
    this.peers = new Peer[limit];
    this.hashes = new int[limit];
  }

  SampleBuilder add(Peer peer) {
    return add(peer, peer.hashCode());
  }

  private SampleBuilder add(Peer peer, int hash) {
    peers[size] = peer;
    hashes[size++] = hash;
    return this;
  }

  /** Adds up to that many random peers of a view, but not the one who gets the sample. */
  SampleBuilder add(View view, int count, Peer receiver) {
    int limit = Math.min(size + count, peers.length);
    return view.size() <= count ? addAll(view, limit, receiver) : addSome(view, limit, receiver);
  }

  private SampleBuilder addAll(View view, int limit, Peer receiver) {
    int excluded = view.indexOf(receiver);
    for (int i = 0; i < view.size() && size < limit; i++) {
      if (i != excluded) {
        add(view.peer(i), view.hash(i));
      }
    }
    return this;
  }

  private SampleBuilder addSome(View view, int limit, Peer receiver) {
    int excluded = view.indexOf(receiver);
    int first = size;
    while (size < limit) {
      int index = random.nextInt(view.size());
      if (index != excluded && !isDrawn(view.peer(index), first)) {
        add(view.peer(index), view.hash(index));
      }
    }
    return this;
  }

  /** A view holds each peer once, so it is enough to compare references. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isDrawn(Peer peer, int first) {
    for (int i = first; i < size; i++) {
      if (peers[i] == peer) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return size;
  }

  /** The sample; nothing may be added any more. */
  Sample build() {
    return size == peers.length
        ? new Sample(peers, hashes)
        : new Sample(Arrays.copyOf(peers, size), Arrays.copyOf(hashes, size));
  }
}
