package org.hyparview.cluster.shareddata;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A map that is replicated to all nodes, for Vert.x's synchronous maps. Of two writes of one entry
 * the later wins, by a hybrid logical clock.
 *
 * <p>Reads are local. {@link #put} and {@link #remove} block until all reachable nodes have applied
 * them. Iterators see the map as it is while they go on; they never fail.
 *
 * @param <K> keys, of a type that {@link DataCodec} supports
 * @param <V> values, likewise
 */
final class SyncMap<K, V> extends AbstractMap<K, V> {

  private final String name;
  private final ConcurrentSkipListMap<Bytes, Bytes> entries;
  private final SyncMaps.Writer writer;
  private final DataCodec codec;

  SyncMap(
      String name,
      ConcurrentSkipListMap<Bytes, Bytes> entries,
      SyncMaps.Writer writer,
      DataCodec codec) {
    this.name = name;
    this.entries = entries;
    this.writer = writer;
    this.codec = codec;
  }

  @Override
  public @Nullable V get(Object key) {
    return key == null ? null : decodeOrNull(entries.get(codec.encode(key)));
  }

  @Override
  public boolean containsKey(Object key) {
    return key != null && entries.containsKey(codec.encode(key));
  }

  @Override
  public @Nullable V put(K key, V value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    return write(codec.encode(key), Optional.of(codec.encode(value)));
  }

  @Override
  public @Nullable V remove(Object key) {
    return key == null ? null : write(codec.encode(key), Optional.empty());
  }

  private @Nullable V write(Bytes key, Optional<Bytes> value) {
    Bytes before = entries.get(key);
    writer.write(name, key, value);
    try {
      return decodeOrNull(before);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "The map was changed; only the former value can't be read on this node: "
              + e.getMessage(),
          e);
    }
  }

  private @Nullable V decodeOrNull(@Nullable Bytes bytes) {
    return bytes == null ? null : value(bytes);
  }

  @SuppressWarnings("unchecked") // the map's user knows the types in it
  private K key(Bytes bytes) {
    return (K) codec.decode(bytes);
  }

  @SuppressWarnings("unchecked") // the same here
  private V value(Bytes bytes) {
    return (V) codec.decode(bytes);
  }

  @Override
  public void clear() {
    entries.keySet().forEach(key -> writer.write(name, key, Optional.empty()));
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<K, V>> {

    @Override
    public int size() {
      return entries.size();
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
      Iterator<Entry<Bytes, Bytes>> each = entries.entrySet().iterator();
      return new Iterator<>() {

        private @Nullable Bytes last;

        @Override
        public boolean hasNext() {
          return each.hasNext();
        }

        @Override
        public Entry<K, V> next() {
          Entry<Bytes, Bytes> next = each.next();
          last = next.getKey();
          return Map.entry(key(last), value(next.getValue()));
        }

        @Override
        public void remove() {
          if (last == null) {
            throw new IllegalStateException("There is no entry to remove");
          }
          writer.write(name, last, Optional.empty());
          last = null;
        }
      };
    }
  }
}
