package org.hyparview.protocol.plumtree;

import org.hyparview.protocol.peer.PeerId;

/**
 * Who is to have what is broadcast, where a host knows that: the members of a cluster, say.
 *
 * <p>Answers to an acknowledged broadcast add up the {@linkplain #mark marks} of those who have it,
 * each once. Where the sum is that of the whole audience all have it, however restless the overlay
 * was meanwhile. Without an audience, or while nodes do not agree on it, only a calm attempt is
 * believed.
 */
public interface Audience {

  /** Nobody knows who is to have it. */
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

  /** Whether this node is one of them. */
  boolean includesSelf();

  /** Whether this is the sum of the marks of all of them, as far as this node knows. */
  boolean isAll(long sum);

  /** Stands for a node in sums: 64 bits that are spread evenly. */
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
