package org.hyparview.cluster.protocol.registry;

import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The stamp of a write of an entry. Of two writes the later wins; of two at the same time, that of
 * the greater id.
 */
public record EntryStamp(EntryKey key, long timestamp, PeerId writer) {

  /** Checks the timestamp. */
  public EntryStamp {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(writer, "writer");
    HybridClock.check(timestamp);
  }

  /** Returns whether this write wins over the other, which may be null: none. */
  boolean beats(@Nullable Entry other) {
    if (other == null || timestamp != other.timestamp()) {
      return other == null || timestamp > other.timestamp();
    }
    return writer.compareTo(other.writer()) > 0;
  }
}
