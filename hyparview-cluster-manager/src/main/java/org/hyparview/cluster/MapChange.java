package org.hyparview.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A change of an entry of a {@link ReplicatedMap}.
 *
 * @param key the key
 * @param value the value from now on, or null if there is none any more
 * @param <K> keys
 * @param <V> values
 */
public record MapChange<K, V>(K key, @Nullable V value) {

  /** Returns whether the entry is no longer there. */
  public boolean isRemoval() {
    return value == null;
  }
}
