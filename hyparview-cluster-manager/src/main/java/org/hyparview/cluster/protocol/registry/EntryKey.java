package org.hyparview.cluster.protocol.registry;

import java.util.Objects;
import org.hyparview.cluster.protocol.data.Bytes;

/**
 * The key of an entry of a replicated map. Ordered by map, then key.
 *
 * @param map at most {@value #MAX_MAP_LENGTH} characters
 * @param key at most {@value #MAX_KEY_BYTES} bytes
 */
public record EntryKey(String map, Bytes key) implements Comparable<EntryKey> {

  /** The longest name of a map, in characters. */
  public static final int MAX_MAP_LENGTH = 255;

  /** The longest key, in bytes. */
  public static final int MAX_KEY_BYTES = 8_192;

  /** Checks the lengths. */
  public EntryKey {
    Sizes.checkText("A map's name", Objects.requireNonNull(map, "map"));
    if (map.length() > MAX_MAP_LENGTH || key.length() > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "A map's name must have at most " + MAX_MAP_LENGTH + " characters and a key at most "
              + MAX_KEY_BYTES + " bytes, but have " + map.length() + " and " + key.length());
    }
  }

  @Override
  public int compareTo(EntryKey other) {
    int byMap = map.compareTo(other.map);
    return byMap != 0 ? byMap : key.compareTo(other.key);
  }
}
