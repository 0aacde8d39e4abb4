package org.hyparview.cluster.protocol.store;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/** Some entries of a map in the order of their keys, read at one moment. */
public final class Page {

  /** The requested part of the entries. */
  public enum Part {
    /** Keys only. */
    KEYS,
    /** Keys, since they tell where to continue, and values. */
    ENTRIES
  }

  /** An entry; without its value if only keys were requested. */
  public record Entry(Bytes key, @Nullable Bytes value) {}

  private final Part part;
  private final int maxBytes;
  private final List<Entry> entries = new ArrayList<>();
  private long bytes;
  private boolean full;

  Page(Part part, int maxBytes) {
    this.part = part;
    this.maxBytes = maxBytes;
  }

  /** Adds an entry if it fits; the first one is added however big it is. */
  boolean add(Bytes key, Bytes value) {
    Entry entry = new Entry(key, part == Part.ENTRIES ? value : null);
    bytes += key.length() + (entry.value == null ? 0 : entry.value.length());
    full = !entries.isEmpty() && bytes > maxBytes;
    if (!full) {
      entries.add(entry);
    }
    return !full;
  }

  /** Returns the entries. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Returns whether there is more after the last one. */
  public boolean hasMore() {
    return full;
  }
}
