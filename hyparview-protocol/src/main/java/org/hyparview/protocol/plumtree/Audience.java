package org.hyparview.protocol.plumtree;

import org.hyparview.protocol.peer.PeerId;

/**
 * The set of nodes that broadcasts must reach, where a host knows it: the members of a cluster, for
 * example.
 *
 * <p>Answers to an acknowledged broadcast add up the {@linkplain #mark marks} of the nodes that
 * have it, each once. A sum equal to that of the whole audience proves that all have the message,
 * however restless the overlay was meanwhile. Without an audience, or while nodes disagree on it,
 * only a calm attempt counts.
 */
public interface Audience {

  /** The unknown audience. */
  Audience UNKNOWN = new Audience() {
    @Override
    public boolean includesSelf() {
      return false;
    }

    @Override
    public boolean isAll(long sum) {
      return false;
    }
  };

  /** Returns whether this node is in the audience. */
  boolean includesSelf();

  /**
   * Returns whether this is the sum of the marks of the whole audience, as far as this node knows.
   */
  boolean isAll(long sum);

  /** Returns the mark of a node in sums: 64 evenly spread bits. */
  static long mark(PeerId id) {
    String text = id.toString();
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
