package org.hyparview.protocol.hyparview;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;

/** The active view: the neighbors, each with the link to it. */
final class ActiveView extends View {

  /**
   * The shuffles that a neighbor may send in one shuffle interval. A node sends about one, and
   * passes on those of others, for each of its hops.
   */
  static final byte MAX_SHUFFLES = 32;

  private final long[] links;
  private final byte[] shuffles;

  ActiveView(int capacity) {
    super(capacity);
    links = new long[capacity];
    shuffles = new byte[capacity];
  }

  long link(int index) {
    return links[index];
  }

  long[] links() {
    return Arrays.copyOf(links, size);
  }

  int indexOfLink(long link) {
    for (int i = 0; i < size; i++) {
      if (links[i] == link) {
        return i;
      }
    }
    return NONE;
  }

  /** Returns whether a neighbor has this address. */
  boolean isAt(PeerAddress address) {
    for (int i = 0; i < size; i++) {
      if (peers[i].address().equals(address)) {
        return true;
      }
    }
    return false;
  }

  void add(Peer peer, long link) {
    if (isFull() || contains(peer)) {
      throw new IllegalStateException(
          "No place for " + peer + " among " + size + " of " + capacity() + " neighbors");
    }
    put(size, peer, peer.hashCode());
    shuffles[size] = 0;
    links[size++] = link;
  }

  void removeAt(int index) {
    size--;
    move(size, index);
    links[index] = links[size];
    shuffles[index] = shuffles[size];
  }

  /** Counts a shuffle of a neighbor; returns false if those of this interval are too many. */
  boolean admitsShuffle(int index) {
    if (shuffles[index] == MAX_SHUFFLES) {
      return false;
    }
    shuffles[index]++;
    return true;
  }

  /** Begins another shuffle interval. */
  void forgetShuffles() {
    Arrays.fill(shuffles, (byte) 0);
  }

  int random(RandomGenerator random) {
    return random.nextInt(size);
  }

  /** Returns a random neighbor other than the one at an index and the node, or {@link #NONE}. */
  int randomExcept(int a, Peer node, RandomGenerator random) {
    int b = indexOf(node);
    int excluded = (a == NONE ? 0 : 1) + (b == NONE || b == a ? 0 : 1);
    if (size == excluded) {
      return NONE;
    }
    int index = random.nextInt(size - excluded);
    int lower = Math.min(a, b);
    int higher = Math.max(a, b);
    if (lower != NONE && index >= lower) {
      index++;
    }
    return higher != lower && index >= higher ? index + 1 : index;
  }
}
