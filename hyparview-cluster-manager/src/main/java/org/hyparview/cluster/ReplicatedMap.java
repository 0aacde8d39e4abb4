package org.hyparview.cluster;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.Map;
import java.util.Set;
import org.hyparview.HyParViewClient.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A map of which every node of the cluster has a copy, eventually consistent: a write is passed to
 * all nodes by gossip, also by nodes that are cut off from the others, and of two writes of one key
 * the later wins, by hybrid logical clocks. For small state that all nodes read often. What must
 * not be lost, or is counted or locked, belongs into Vert.x's {@code AsyncMap}; see
 * docs/guarantees.md.
 *
 * <p>Keys and values are of the types that shared data may have. Reads are local, and don't block.
 * Keys and values that can't change, such as strings and numbers, are decoded when they arrive; all
 * others with each read, so that each caller has an object of its own. Values may have 256 KiB less
 * a few bytes; all maps of the cluster together have bounds, too: a write beyond them fails, and
 * changes nothing. Safe for use by any thread.
 *
 * @param <K> keys
 * @param <V> values
 */
public interface ReplicatedMap<K, V> {

  /** Returns the name. */
  String name();

  /**
   * Returns the value of a key at this node, or null if there is none.
   *
   * @throws IllegalArgumentException if the key can't be shared, or the value can't be read here
   */
  @Nullable
  V get(K key);

  /** Returns whether a key has a value at this node. */
  boolean containsKey(K key);

  /** Returns the number of entries at this node. */
  int size();

  /** Returns a copy of the keys at this node. */
  Set<K> keys();

  /** Returns a copy of the entries at this node. */
  Map<K, V> snapshot();

  /**
   * Writes an entry.
   *
   * @return succeeds when all nodes in reach have it, or the option {@code registrationTimeout} is
   *     over, of which the log warns; nodes that were not in reach get it later. Fails, with
   *     nothing changed, if the key or the value can't be shared or is too big, or the maps of the
   *     cluster are full
   */
  Future<Void> put(K key, V value);

  /**
   * Writes an entry as {@link #put} does that is there only as long as this node is: when others
   * see that it has left or failed, they no longer see the entry, and it is removed soon. If they
   * were wrong, the entry is back with this node. It ends, too, with the next write of the key.
   */
  Future<Void> putOwned(K key, V value);

  /** Removes an entry, with the same outcomes as {@link #put}. */
  Future<Void> remove(K key);

  /**
   * Registers a handler of all changes at this node, beginning with each present entry, without a
   * gap or a duplicate. It is called on the context on which it was registered. If more than 64 MiB
   * wait for a handler, it is removed, and the log says so.
   */
  Subscription changes(Handler<MapChange<K, V>> handler);
}
