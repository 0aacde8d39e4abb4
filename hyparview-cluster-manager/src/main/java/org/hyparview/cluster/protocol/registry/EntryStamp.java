package org.hyparview.cluster.protocol.registry;

import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/** Which write of which entry. Of two the later wins; of two at once that of the greater id. */
public record EntryStamp(EntryKey key, long timestamp, PeerId writer) {

  /** Checks the timestamp. */
  public EntryStamp {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(writer, "writer");
    HybridClock.check(timestamp);
  }

  /** Whether this write wins over the other, which may be null: none. */
  boolean beats(@Nullable Entry other) {
    if (other == null || timestamp != other.timestamp()) {
      return other == null || timestamp > other.timestamp();
    }
    return writer.compareTo(other.writer()) > 0;
  }
}
