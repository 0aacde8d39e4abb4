package org.hyparview.cluster.shareddata;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.cluster.MapChange;
import org.hyparview.cluster.ReplicatedMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.EntryKey;
import org.hyparview.cluster.shareddata.ReplicatedMaps.Cell;
import org.hyparview.cluster.shareddata.ReplicatedMaps.Table;
import org.jspecify.annotations.Nullable;

/**
 * One of the {@link ReplicatedMaps} with its types.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class ReplicatedView<K, V> implements ReplicatedMap<K, V> {

  /** The way to the plane and to the caller. */
  public interface Access {

    /**
     * Runs a write on the plane's context.
     *
     * @param stored the value, or null to remove the entry
     * @param accepted called there once the registry has taken it
     * @return completed on the caller's context
     */
    Future<Void> write(String map, Bytes key, @Nullable Bytes stored, Runnable accepted);

    /** Returns a failure on the caller's context. */
    Future<Void> refused(IllegalArgumentException why);

    /**
     * Begins to pass the changes of a map to a handler on the caller's context.
     *
     * @param what the name of the changes in the log
     * @param decoder called on the caller's context
     */
    <E> Subscription watch(
        String what,
        Handler<E> handler,
        BiFunction<Bytes, @Nullable Bytes, E> decoder,
        ReplicatedMaps maps,
        String map);
  }

  private static final int MAX_NAME = EntryKey.MAX_MAP_LENGTH - ReplicatedMaps.PREFIX.length();

  private final String name;
  private final String map;
  private final ReplicatedMaps maps;
  private final Table table;
  private final Access access;
  private final DataCodec codec;

  /**
   * Creates a view of the map with this name.
   *
   * @throws IllegalArgumentException if the name is null, empty, too long or not well-formed
   */
  public ReplicatedView(String name, ReplicatedMaps maps, Access access, DataCodec codec) {
    this.name = WellFormed.name("map", name);
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException("The name of a replicated map must have at most "
          + MAX_NAME + " characters, but has " + name.length());
    }
    map = ReplicatedMaps.PREFIX + name;
    this.maps = maps;
    this.access = access;
    this.codec = codec;
    table = maps.table(map);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable V get(K key) {
    Cell cell = cell(key);
    return cell == null ? null : value(cell);
  }

  @Override
  public boolean containsKey(K key) {
    return cell(key) != null;
  }

  private @Nullable Cell cell(K key) {
    return table.cells().get(DataCodec.isConstant(key) ? key : codec.encode(key));
  }

  @Override
  public int size() {
    return table.cells().size();
  }

  @Override
  public Set<K> keys() {
    Set<K> keys = new LinkedHashSet<>();
    table.cells().values().forEach(cell -> keys.add(key(cell.key())));
    return keys;
  }

  @Override
  public Map<K, V> snapshot() {
    Map<K, V> entries = new LinkedHashMap<>();
    table.cells().values().forEach(cell -> entries.put(key(cell.key()), value(cell)));
    return entries;
  }

  @Override
  public Future<Void> put(K key, V value) {
    return write(key, () -> maps.stored(codec.encode(value), false), false);
  }

  @Override
  public Future<Void> putOwned(K key, V value) {
    return write(key, () -> maps.stored(codec.encode(value), true), true);
  }

  @Override
  public Future<Void> remove(K key) {
    return write(key, () -> null, false);
  }

  private Future<Void> write(K key, Supplier<@Nullable Bytes> value, boolean isOwned) {
    try {
      Bytes keyBytes = codec.encode(key);
      Bytes stored = value.get();
      return access.write(
          map, keyBytes, stored, () -> maps.wants(map, keyBytes, isOwned ? stored : null));
    } catch (IllegalArgumentException e) {
      return access.refused(e);
    }
  }

  @Override
  public Subscription changes(Handler<MapChange<K, V>> handler) {
    return access.watch(
        "changes of map " + name,
        handler,
        (key, value) -> new MapChange<>(key(key), value == null ? null : decoded(value)),
        maps,
        map);
  }

  @SuppressWarnings("unchecked") // the map's user knows the types in it
  private K key(Bytes bytes) {
    return (K) codec.decode(bytes);
  }

  @SuppressWarnings("unchecked") // the same here
  private V value(Cell cell) {
    Object constant = cell.constant();
    return constant == null ? decoded(cell.value()) : (V) constant;
  }

  @SuppressWarnings("unchecked") // the same here
  private V decoded(Bytes bytes) {
    return (V) codec.decode(bytes);
  }
}
