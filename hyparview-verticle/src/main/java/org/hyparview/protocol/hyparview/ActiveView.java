package org.hyparview.protocol.hyparview;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/** The active view: the neighbours, each with the link to it. */
final class ActiveView extends View {

  private final long[] links;

  ActiveView(int capacity) {
    super(capacity);
    links = new long[capacity];
  }

  long link(int index) {
    return links[index];
  }

  long[] links() {
    return Arrays.copyOf(links, size);
  }

  @Override
  int indexOf(PeerId id) {
    for (int i = 0; i < size; i++) {
      if (peers[i].id().equals(id)) {
        return i;
      }
    }
    return NONE;
  }

  int indexOfLink(long link) {
    for (int i = 0; i < size; i++) {
      if (links[i] == link) {
        return i;
      }
    }
    return NONE;
  }

  void add(Peer peer, long link) {
    if (isFull() || contains(peer.id())) {
      throw new IllegalStateException(
          "No place for " + peer + " among " + size + " of " + capacity() + " neighbours");
    }
    peers[size] = peer;
    links[size++] = link;
  }

  void removeAt(int index) {
    size--;
    peers[index] = peers[size];
    links[index] = links[size];
  }

  int random(RandomGenerator random) {
    return random.nextInt(size);
  }

  /** A random neighbour that is neither of the two nodes, or {@link #NONE}. */
  int randomExcept(PeerId first, PeerId second, RandomGenerator random) {
    int a = indexOf(first);
    int b = indexOf(second);
    int excluded = (a == NONE ? 0 : 1) + (b == NONE || b == a ? 0 : 1);
    if (size == excluded) {
      return NONE;
    }
    int index = -1;
    for (int left = random.nextInt(size - excluded); left >= 0; left--) {
      do {
        index++;
      } while (index == a || index == b);
    }
    return index;
  }
}
