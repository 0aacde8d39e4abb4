package org.hyparview.protocol.hyparview;

import java.util.List;
import java.util.random.RandomGenerator;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerId;

/** Draws the random samples of peers that messages carry. The views it draws from are disjoint. */
final class SampleBuilder {

  private final RandomGenerator random;
  private final Peer[] drawn;
  private final int[] indexes;
  private int size;

  SampleBuilder(int limit, RandomGenerator random) {
    this.random = random;
    this.drawn = new Peer[limit];
    this.indexes = new int[limit];
  }

  SampleBuilder add(Peer peer) {
    drawn[size++] = peer;
    return this;
  }

  /** Adds up to that many random peers of a view, but not the one who gets the sample. */
  SampleBuilder add(View view, int count, PeerId receiver) {
    int limit = Math.min(size + count, drawn.length);
    return view.size() <= count ? addAll(view, limit, receiver) : addSome(view, limit, receiver);
  }

  private SampleBuilder addAll(View view, int limit, PeerId receiver) {
    int excluded = view.indexOf(receiver);
    for (int i = 0; i < view.size() && size < limit; i++) {
      if (i != excluded) {
        drawn[size++] = view.peer(i);
      }
    }
    return this;
  }

  private SampleBuilder addSome(View view, int limit, PeerId receiver) {
    int excluded = view.indexOf(receiver);
    int first = size;
    while (size < limit) {
      int index = random.nextInt(view.size());
      if (index != excluded && !isDrawn(index, first)) {
        indexes[size] = index;
        drawn[size++] = view.peer(index);
      }
    }
    return this;
  }

  private boolean isDrawn(int index, int first) {
    for (int i = first; i < size; i++) {
      if (indexes[i] == index) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return size;
  }

  /** The sample; the builder is empty again. */
  List<Peer> build() {
    Peer[] sample = new Peer[size];
    System.arraycopy(drawn, 0, sample, 0, size);
    size = 0;
    return List.of(sample);
  }
}
