package org.hyparview.cluster.shareddata;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.RegistryEvent.EntryChanged;

/**
 * The replicated maps of this node: each node holds all entries. Changed by the control plane's
 * context alone, read by any thread.
 */
public final class SyncMaps {

  /** Changes entries in the whole cluster. */
  public interface Writer {

    /**
     * Writes an entry, or removes it, and waits until all nodes that can be reached have it.
     *
     * @param value the bytes, empty to remove
     */
    void write(String map, Bytes key, Optional<Bytes> value);
  }

  private final Writer writer;
  private final Map<String, ConcurrentSkipListMap<Bytes, Bytes>> entries =
      new ConcurrentHashMap<>();

  /** No entries. */
  public SyncMaps(Writer writer) {
    this.writer = writer;
  }

  /** An entry has changed somewhere. */
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
   * The map with this name, as all nodes see it.
   *
   * @throws IllegalArgumentException if the name is null, empty, or no well-formed string
   */
  public <K, V> Map<K, V> map(String name) {
    WellFormed.name("map", name);
    return new SyncMap<>(name, entriesOf(name), writer);
  }
}
