package org.hyparview.cluster.protocol.registry;

import org.hyparview.protocol.peer.PeerId;

/**
 * The hashes that digests are sums of: sums, so that one thing can be taken out and another put in.
 * They find differences that chance makes, not those that an enemy makes.
 */
final class Hashes {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long TOMBSTONE = -1;

  private Hashes() {}

  static long of(PeerId id, Stamp stamp) {
    return mix(mix(text(id.toString()) + stamp.incarnation()) + stamp.version());
  }

  static long of(Tombstone tombstone) {
    return mix(mix(text(tombstone.id().toString()) + tombstone.incarnation()) + TOMBSTONE);
  }

  static long of(EntryStamp stamp) {
    long key = text(stamp.key().map());
    for (byte b : stamp.key().key().toArray()) {
      key = (key ^ (b & 0xff)) * FNV_PRIME;
    }
    return mix(mix(key + text(stamp.writer().toString())) + stamp.timestamp());
  }

  private static long text(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
