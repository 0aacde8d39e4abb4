package org.hyparview.cluster.shareddata;

import io.vertx.core.Future;
import io.vertx.core.shareddata.AsyncMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Page;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Amount;
import org.hyparview.cluster.protocol.store.StoreResult.Entries;
import org.hyparview.cluster.protocol.store.StoreResult.Truth;
import org.hyparview.cluster.protocol.store.StoreResult.Value;
import org.jspecify.annotations.Nullable;

/**
 * A map of the whole cluster. Each operation on an entry is linearizable, and so are {@link #size}
 * and {@link #clear}. {@link #keys}, {@link #values} and {@link #entries} read a big map in several
 * steps, each of which is; between them the map may change.
 *
 * <p>Keys and values are those that {@link DataCodec} knows; two are equal if their bytes are. They
 * are read on the caller's context.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class ClusterMap<K, V> implements AsyncMap<K, V> {

  private static final long FOR_EVER = 0;

  private final String name;
  private final StoreAccess store;

  /** The map of this name. */
  public ClusterMap(String name, StoreAccess store) {
    this.name = name;
    this.store = store;
  }

  // One entry

  @Override
  public Future<@Nullable V> get(K key) {
    return store.query(new StoreQuery.Get(name, bytes(key))).map(this::valueOf);
  }

  @Override
  public Future<Void> put(K key, V value) {
    return putFor(key, value, FOR_EVER);
  }

  @Override
  public Future<Void> put(K key, V value, long ttl) {
    return putFor(key, value, checked(ttl));
  }

  private Future<Void> putFor(K key, V value, long ttl) {
    return store.submit(new StoreOp.Put(name, bytes(key), bytes(value), ttl)).mapEmpty();
  }

  @Override
  public Future<@Nullable V> putIfAbsent(K key, V value) {
    return putIfAbsentFor(key, value, FOR_EVER);
  }

  @Override
  public Future<@Nullable V> putIfAbsent(K key, V value, long ttl) {
    return putIfAbsentFor(key, value, checked(ttl));
  }

  private Future<@Nullable V> putIfAbsentFor(K key, V value, long ttl) {
    return store
        .submit(new StoreOp.PutIfAbsent(name, bytes(key), bytes(value), ttl))
        .map(this::valueOf);
  }

  @Override
  public Future<@Nullable V> remove(K key) {
    return store.submit(new StoreOp.Remove(name, bytes(key))).map(this::valueOf);
  }

  @Override
  public Future<Boolean> removeIfPresent(K key, V value) {
    return store
        .submit(new StoreOp.RemoveIfPresent(name, bytes(key), bytes(value)))
        .map(ClusterMap::truthOf);
  }

  @Override
  public Future<@Nullable V> replace(K key, V value) {
    return replaceFor(key, value, FOR_EVER);
  }

  @Override
  public Future<@Nullable V> replace(K key, V value, long ttl) {
    return replaceFor(key, value, checked(ttl));
  }

  private Future<@Nullable V> replaceFor(K key, V value, long ttl) {
    return store
        .submit(new StoreOp.Replace(name, bytes(key), bytes(value), ttl))
        .map(this::valueOf);
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V oldValue, V newValue) {
    return replaceIfPresentFor(key, oldValue, newValue, FOR_EVER);
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V oldValue, V newValue, long ttl) {
    return replaceIfPresentFor(key, oldValue, newValue, checked(ttl));
  }

  private Future<Boolean> replaceIfPresentFor(K key, V oldValue, V newValue, long ttl) {
    return store
        .submit(
            new StoreOp.ReplaceIfPresent(name, bytes(key), bytes(oldValue), bytes(newValue), ttl))
        .map(ClusterMap::truthOf);
  }

  // All entries

  @Override
  public Future<Void> clear() {
    return store.submit(new StoreOp.Clear(name)).mapEmpty();
  }

  @Override
  public Future<Integer> size() {
    return store.query(new StoreQuery.Size(name)).map(result -> (int) ((Amount) result).value());
  }

  @Override
  public Future<Set<K>> keys() {
    Set<K> keys = new LinkedHashSet<>();
    return read(Page.Part.KEYS, null, entry -> keys.add(key(entry.key()))).map(done -> keys);
  }

  @Override
  public Future<List<V>> values() {
    List<V> values = new ArrayList<>();
    return read(Page.Part.ENTRIES, null, entry -> add(values, entry.value())).map(done -> values);
  }

  @Override
  public Future<Map<K, V>> entries() {
    Map<K, V> entries = new LinkedHashMap<>();
    return read(Page.Part.ENTRIES, null, entry -> put(entries, entry)).map(done -> entries);
  }

  private Future<Void> read(Page.Part part, @Nullable Bytes after, Consumer<Page.Entry> reader) {
    return store.query(new StoreQuery.Read(name, part, after)).compose(result -> {
      Entries page = (Entries) result;
      page.entries().forEach(reader);
      return page.more()
          ? read(part, page.entries().get(page.entries().size() - 1).key(), reader)
          : Future.succeededFuture();
    });
  }

  private void add(List<V> values, @Nullable Bytes bytes) {
    if (bytes != null) {
      values.add(value(bytes));
    }
  }

  private void put(Map<K, V> entries, Page.Entry entry) {
    Bytes bytes = entry.value();
    if (bytes != null) {
      entries.put(key(entry.key()), value(bytes));
    }
  }

  // Bytes

  private static Bytes bytes(Object value) {
    return DataCodec.encode(value);
  }

  private static long checked(long ttl) {
    if (ttl < 1) {
      throw new IllegalArgumentException(
          "A time to live must be 1 or more milliseconds, but is " + ttl);
    }
    return ttl;
  }

  private static boolean truthOf(StoreResult result) {
    return ((Truth) result).value();
  }

  private @Nullable V valueOf(StoreResult result) {
    Bytes bytes = ((Value) result).value();
    return bytes == null ? null : value(bytes);
  }

  @SuppressWarnings("unchecked") // who uses the map knows what is in it
  private K key(Bytes bytes) {
    return (K) DataCodec.decode(bytes);
  }

  @SuppressWarnings("unchecked") // likewise
  private V value(Bytes bytes) {
    return (V) DataCodec.decode(bytes);
  }
}
