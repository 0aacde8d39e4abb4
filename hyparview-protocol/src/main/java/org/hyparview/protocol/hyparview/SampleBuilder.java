package org.hyparview.protocol.hyparview;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;

/** The builder of a random sample of peers for a message, drawn from disjoint views. */
final class SampleBuilder {

  private final RandomGenerator random;
  private final Peer[] peers;
  private final int[] hashes;
  private int size;

  /** Creates a builder of a sample of at most {@code limit} peers. */
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

  /** Adds up to {@code count} random peers of a view, except the receiver of the sample. */
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

  /** Compares references, which is enough since a view holds each peer once. */
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

  /** Returns the sample; nothing may be added any more. */
  Sample build() {
    return size == peers.length
        ? new Sample(peers, hashes)
        : new Sample(Arrays.copyOf(peers, size), Arrays.copyOf(hashes, size));
  }
}
