package org.hyparview.protocol.hyparview;

import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The passive view: candidates in reserve, without order. Some of them <em>rest</em>: they were
 * asked, or have just disconnected this node, and are not asked again before the next round.
 *
 * <p>The awake entries stand before the resting ones, so a random pick among them is one array
 * access.
 */
final class PassiveView extends View {

  private int awake;

  PassiveView(int capacity) {
    super(capacity);
  }

  /**
   * Returns whether the node is in the view; a later incarnation of it replaces the earlier one,
   * and is awake if that was.
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

  /** Makes a node rest, if it is in the view. */
  void rest(Peer peer) {
    int index = indexOf(peer);
    if (index != NONE && index < awake) {
      exchange(index, --awake);
    }
  }

  /** Wakes all resting nodes. */
  void wakeAll() {
    awake = size;
  }

  /** Returns a random awake node, or null. */
  @Nullable
  Peer randomAwake(RandomGenerator random) {
    return awake == 0 ? null : peers[random.nextInt(awake)];
  }
}
