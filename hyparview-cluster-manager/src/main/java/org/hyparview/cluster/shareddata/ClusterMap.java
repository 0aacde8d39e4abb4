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
import java.util.function.Supplier;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.store.Page;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Entries;
import org.jspecify.annotations.Nullable;

/**
 * A map shared by the whole cluster. Each operation on an entry is linearizable, and so are
 * {@link #size} and {@link #clear}. {@link #keys}, {@link #values} and {@link #entries} read a big
 * map in several steps, each of which is; between them the map may change.
 *
 * <p>Keys and values are of the types that {@link DataCodec} supports, and equal if their bytes
 * are. They are decoded on the caller's context.
 *
 * <p>No method throws: what can't be shared, and a time to live of less than a millisecond, fail
 * the future with an {@link IllegalArgumentException}, and nothing is changed. If a former value
 * can't be read on this node, the future of {@link #remove} or {@link #replace} fails with an
 * {@link IllegalStateException}, although the map was changed.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class ClusterMap<K, V> implements AsyncMap<K, V> {

  private static final long FOR_EVER = 0;

  private final String name;
  private final StoreAccess store;
  private final DataCodec codec;

  /** Creates a view of the map with this name. */
  public ClusterMap(String name, StoreAccess store, DataCodec codec) {
    this.name = name;
    this.store = store;
    this.codec = codec;
  }

  // One entry

  @Override
  public Future<@Nullable V> get(K key) {
    return query(() -> new StoreQuery.Get(name, bytes(key))).map(this::valueOf);
  }

  @Override
  public Future<Void> put(K key, V value) {
    return submit(() -> new StoreOp.Put(name, bytes(key), bytes(value), FOR_EVER))
        .mapEmpty();
  }

  @Override
  public Future<Void> put(K key, V value, long ttl) {
    return submit(() -> new StoreOp.Put(name, bytes(key), bytes(value), checked(ttl)))
        .mapEmpty();
  }

  @Override
  public Future<@Nullable V> putIfAbsent(K key, V value) {
    return submit(() -> new StoreOp.PutIfAbsent(name, bytes(key), bytes(value), FOR_EVER))
        .map(this::presentValueOf);
  }

  @Override
  public Future<@Nullable V> putIfAbsent(K key, V value, long ttl) {
    return submit(() -> new StoreOp.PutIfAbsent(name, bytes(key), bytes(value), checked(ttl)))
        .map(this::presentValueOf);
  }

  @Override
  public Future<@Nullable V> remove(K key) {
    return submit(() -> new StoreOp.Remove(name, bytes(key))).map(this::formerValueOf);
  }

  @Override
  public Future<Boolean> removeIfPresent(K key, V value) {
    return submit(() -> new StoreOp.RemoveIfPresent(name, bytes(key), bytes(value)))
        .map(result -> result.asTruth().value());
  }

  @Override
  public Future<@Nullable V> replace(K key, V value) {
    return submit(() -> new StoreOp.Replace(name, bytes(key), bytes(value), FOR_EVER))
        .map(this::formerValueOf);
  }

  @Override
  public Future<@Nullable V> replace(K key, V value, long ttl) {
    return submit(() -> new StoreOp.Replace(name, bytes(key), bytes(value), checked(ttl)))
        .map(this::formerValueOf);
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V oldValue, V newValue) {
    return submit(() -> new StoreOp.ReplaceIfPresent(
            name, bytes(key), bytes(oldValue), bytes(newValue), FOR_EVER))
        .map(result -> result.asTruth().value());
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V oldValue, V newValue, long ttl) {
    return submit(() -> new StoreOp.ReplaceIfPresent(
            name, bytes(key), bytes(oldValue), bytes(newValue), checked(ttl)))
        .map(result -> result.asTruth().value());
  }

  /**
   * Encodes and submits an operation: users' own code writes keys and values, and may throw
   * anything.
   */
  private Future<StoreResult> submit(Supplier<StoreOp> encoder) {
    StoreOp op;
    try {
      op = encoder.get();
    } catch (IllegalArgumentException e) {
      return store.refused(e);
    }
    return store.submit(op);
  }

  private Future<StoreResult> query(Supplier<StoreQuery> encoder) {
    StoreQuery query;
    try {
      query = encoder.get();
    } catch (IllegalArgumentException e) {
      return store.refused(e);
    }
    return store.query(query);
  }

  // All entries

  @Override
  public Future<Void> clear() {
    return store.submit(new StoreOp.Clear(name)).mapEmpty();
  }

  @Override
  public Future<Integer> size() {
    return store.query(new StoreQuery.Size(name)).map(result ->
        (int) result.asAmount().value());
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
      Entries page = result.asEntries();
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

  private Bytes bytes(Object value) {
    return codec.encode(value);
  }

  private static long checked(long ttl) {
    if (ttl < 1) {
      throw new IllegalArgumentException(
          "A time to live must be 1 or more milliseconds, but is " + ttl);
    }
    return ttl;
  }

  private @Nullable V valueOf(StoreResult result) {
    Bytes bytes = result.asValue().value();
    return bytes == null ? null : value(bytes);
  }

  private @Nullable V presentValueOf(StoreResult result) {
    return valueOf(
        result,
        "The map was not changed, since the key has a value, which can't be read on this node: ");
  }

  private @Nullable V formerValueOf(StoreResult result) {
    return valueOf(
        result, "The map was changed; only the former value can't be read on this node: ");
  }

  /**
   * Returns the value of a result: the outcome of the change must not be lost with a value that
   * can't be decoded.
   */
  private @Nullable V valueOf(StoreResult result, String outcome) {
    try {
      return valueOf(result);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(outcome + e.getMessage(), e);
    }
  }

  @SuppressWarnings("unchecked") // the map's user knows the types in it
  private K key(Bytes bytes) {
    return (K) codec.decode(bytes);
  }

  @SuppressWarnings("unchecked") // the same here
  private V value(Bytes bytes) {
    return (V) codec.decode(bytes);
  }
}
