package org.hyparview.protocol.hyparview;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.hyparview.protocol.peer.Peer;

/**
 * The peers that a message carries: an immutable list, checked once, so that a forwarded message
 * shares it. As in a {@link View}, the peers' hashes stand beside them.
 */
final class Sample extends AbstractList<Peer> implements RandomAccess {

  static final Sample EMPTY = new Sample(new Peer[0], new int[0]);

  private final Peer[] peers;
  private final int[] hashes;

  /** Creates a sample of all peers in two arrays of one length, which must not change any more. */
  Sample(Peer[] peers, int[] hashes) {
    if (peers.length > HyParViewMessage.MAX_SAMPLE) {
      throw new IllegalArgumentException("A sample must have at most " + HyParViewMessage.MAX_SAMPLE
          + " peers, but has " + peers.length);
    }
    this.peers = peers;
    this.hashes = hashes;
  }

  /** Returns the list itself if it is a sample, else a copy. */
  static Sample of(List<Peer> list) {
    if (list instanceof Sample sample) {
      return sample;
    }
    Peer[] peers = list.toArray(Peer[]::new);
    int[] hashes = new int[peers.length];
    Arrays.setAll(
        hashes, i -> Objects.requireNonNull(peers[i], "A peer is null").hashCode());
    return new Sample(peers, hashes);
  }

  @Override
  public Peer get(int index) {
    return peers[index];
  }

  /** Returns the hash of the peer at an index. */
  int hash(int index) {
    return hashes[index];
  }

  @Override
  public int size() {
    return peers.length;
  }
}
