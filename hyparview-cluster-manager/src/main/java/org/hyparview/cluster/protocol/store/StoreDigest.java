package org.hyparview.cluster.protocol.store;

import java.util.zip.CRC32C;
import org.hyparview.cluster.protocol.data.Bytes;

/**
 * The digest of a store's state: the sum of the hashes of its elements, kept up to date with each
 * change. It is independent of their order, so that a snapshot has the same digest.
 *
 * <p>Two different states have the same digest with a probability of about 2<sup>-64</sup>, unless
 * they were constructed on purpose. Digests are sent and compared, so their computation is part of
 * the wire format and never changes.
 */
final class StoreDigest {

  static final long MAP = 0x9E6C63D0876A9A47L;
  static final long COUNTER = 0xD1B54A32D192ED03L;
  static final long SESSION = 0xAEF17502108EF2D9L;
  static final long LOCK = 0x8CB92BA72F3D8DD7L;

  private static final long K1 = 0x9E3779B97F4A7C15L;
  private static final long K2 = 0xC2B2AE3D27D4EB4FL;
  private static final long K3 = 0x165667B19E3779F9L;

  private final CRC32C crc = new CRC32C();
  private long sum;

  long sum() {
    return sum;
  }

  void add(long hash) {
    sum += hash;
  }

  void remove(long hash) {
    sum -= hash;
  }

  /** Returns the hash of a map entry, or of anything else that has these three parts. */
  long ofEntry(long map, Bytes key, Bytes value, long expiresAt) {
    return of(of(map, key.digest(crc), 0, 0), value.digest(crc), expiresAt, 0);
  }

  /** Returns the hash of a name, distinct for each kind of named things. */
  static long ofName(long kind, String name) {
    long hash = kind;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * K1;
      hash ^= hash >>> 29;
    }
    return of(hash, name.length(), 0, 0);
  }

  /**
   * Returns the hash of something with up to three numbers; see Stafford, "Better bit mixing", mix
   * 13.
   */
  static long of(long base, long first, long second, long third) {
    long hash = base + first * K1 + second * K2 + third * K3;
    hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
    return hash ^ hash >>> 31;
  }
}
