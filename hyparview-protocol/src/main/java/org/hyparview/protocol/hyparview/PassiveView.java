package org.hyparview.protocol.hyparview;

import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The passive view: candidates in reserve, without order. Some of them <em>rest</em>: they were
 * asked, or have just sent us away, and are not asked again before the next round.
 *
 * <p>The entries that are awake stand before those that rest, so a random pick among them is one
 * array access.
 */
final class PassiveView extends View {

  private int awake;

  PassiveView(int capacity) {
    super(capacity);
  }

  /**
   * Whether the node is here; a later life of it takes the place of the earlier one, awake if that
   * was.
   */
  boolean refresh(Peer peer, int hash) {
    int index = indexOf(peer, hash);
    if (index == NONE) {
      return false;
    }
    if (peer.isLaterThan(peers[index])) {
      peers[index] = peer;
    }
    return true;
  }

  /** Adds an absent node, awake, in place of a random one if the view is full. */
  void add(Peer peer, int hash, RandomGenerator random) {
    if (capacity() == 0) {
      return;
    }
    if (isFull()) {
      removeAt(random.nextInt(size));
    }
    put(size, peer, hash);
    exchange(awake++, size++);
  }

  boolean remove(Peer peer) {
    return remove(peer, peer.hashCode());
  }

  boolean remove(Peer peer, int hash) {
    int index = indexOf(peer, hash);
    if (index == NONE) {
      return false;
    }
    removeAt(index);
    return true;
  }

  private void removeAt(int index) {
    int hole = index;
    if (hole < awake) {
      move(--awake, hole);
      hole = awake;
    }
    move(--size, hole);
  }

  /** Lets a node rest, if it is here. */
  void rest(Peer peer) {
    int index = indexOf(peer);
    if (index != NONE && index < awake) {
      exchange(index, --awake);
    }
  }

  /** Wakes all that rest. */
  void wakeAll() {
    awake = size;
  }

  /** A random node that doesn't rest, or null. */
  @Nullable
  Peer randomAwake(RandomGenerator random) {
    return awake == 0 ? null : peers[random.nextInt(awake)];
  }
}
