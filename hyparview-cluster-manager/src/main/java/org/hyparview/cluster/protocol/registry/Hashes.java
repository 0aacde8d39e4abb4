package org.hyparview.cluster.protocol.registry;

import org.hyparview.protocol.peer.PeerId;

/**
 * The hashes that digests add up: sums, so that one element can be removed and another added. They
 * find accidental differences, not deliberate ones.
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

  /** Applies the finalizer of SplitMix64. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
