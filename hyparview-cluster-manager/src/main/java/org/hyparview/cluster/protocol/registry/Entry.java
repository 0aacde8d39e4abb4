package org.hyparview.cluster.protocol.registry;

import java.util.Objects;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a replicated map: the last write of one key. It outlives its writer.
 *
 * @param key identifies the entry
 * @param value at most {@value #MAX_VALUE_BYTES} bytes, or null if the entry was removed
 * @param timestamp when it was written, by the {@linkplain HybridClock hybrid clock} of its writer
 * @param writer the node that wrote it
 */
public record Entry(EntryKey key, @Nullable Bytes value, long timestamp, PeerId writer) {

  /** The longest value, in bytes. */
  public static final int MAX_VALUE_BYTES = 262_144;

  /** Checks the length and the timestamp. */
  public Entry {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(writer, "writer");
    HybridClock.check(timestamp);
    if (value != null && value.length() > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "A value must have at most " + MAX_VALUE_BYTES + " bytes, but has " + value.length());
    }
  }

  /** Returns whether the entry was removed. */
  public boolean isRemoved() {
    return value == null;
  }

  /** Returns the stamp of this write. */
  EntryStamp stamp() {
    return new EntryStamp(key, timestamp, writer);
  }
}
