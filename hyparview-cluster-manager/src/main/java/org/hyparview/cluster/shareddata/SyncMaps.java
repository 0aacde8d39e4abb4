package org.hyparview.cluster.shareddata;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;

/**
 * The replicated maps of this node: each node holds all entries. Only the control plane's context
 * changes them; any thread reads them.
 */
public final class SyncMaps {

  /** The writer of entries in the whole cluster. */
  public interface Writer {

    /**
     * Writes or removes an entry, and waits until all reachable nodes have it.
     *
     * @param value the bytes, empty to remove
     */
    void write(String map, Bytes key, Optional<Bytes> value);
  }

  private final Writer writer;
  private final Map<String, ConcurrentSkipListMap<Bytes, Bytes>> entries =
      new ConcurrentHashMap<>();

  /** Creates maps without entries. */
  public SyncMaps(Writer writer) {
    this.writer = writer;
  }

  /** Applies the change of an entry anywhere in the cluster. */
  public void changed(EntryChanged event) {
    ConcurrentSkipListMap<Bytes, Bytes> map = entriesOf(event.map());
    if (event.value() == null) {
      map.remove(event.key());
    } else {
      map.put(event.key(), event.value());
    }
  }

  private ConcurrentSkipListMap<Bytes, Bytes> entriesOf(String map) {
    return entries.computeIfAbsent(map, none -> new ConcurrentSkipListMap<>());
  }

  /**
   * Returns the map with this name, as all nodes see it.
   *
   * @throws IllegalArgumentException if the name is null, empty, or not a well-formed string
   */
  public <K, V> Map<K, V> map(String name, DataCodec codec) {
    WellFormed.name("map", name);
    return new SyncMap<>(name, entriesOf(name), writer, codec);
  }
}
