package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The union of the paper's eagerPushPeers and lazyPushPeers, which equals the active view, in the
 * order of arrival.
 */
final class Neighbors implements Iterable<Neighbor> {

  private final List<Neighbor> all = new ArrayList<>(6);

  void add(Neighbor neighbor) {
    all.add(neighbor);
  }

  @Nullable
  Neighbor at(long link) {
    for (Neighbor neighbor : all) {
      if (neighbor.link == link) {
        return neighbor;
      }
    }
    return null;
  }

  @Nullable
  Neighbor remove(long link) {
    Neighbor neighbor = at(link);
    if (neighbor != null) {
      all.remove(neighbor);
    }
    return neighbor;
  }

  boolean hasNode(PeerId id) {
    for (Neighbor neighbor : all) {
      if (neighbor.peer.id().equals(id)) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  int size() {
    return all.size();
  }

  @Override
  public Iterator<Neighbor> iterator() {
    return all.iterator();
  }
}
