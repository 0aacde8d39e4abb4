package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The paper's eagerPushPeers and lazyPushPeers: both in one, for together they are the active view,
 * neither more nor less. In the order in which they came.
 */
final class Neighbours implements Iterable<Neighbour> {

  private final List<Neighbour> all = new ArrayList<>(6);

  void add(Neighbour neighbour) {
    all.add(neighbour);
  }

  @Nullable
  Neighbour at(long link) {
    for (Neighbour neighbour : all) {
      if (neighbour.link == link) {
        return neighbour;
      }
    }
    return null;
  }

  @Nullable
  Neighbour remove(long link) {
    Neighbour neighbour = at(link);
    if (neighbour != null) {
      all.remove(neighbour);
    }
    return neighbour;
  }

  boolean hasNode(PeerId id) {
    for (Neighbour neighbour : all) {
      if (neighbour.peer.id().equals(id)) {
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
  public Iterator<Neighbour> iterator() {
    return all.iterator();
  }
}
