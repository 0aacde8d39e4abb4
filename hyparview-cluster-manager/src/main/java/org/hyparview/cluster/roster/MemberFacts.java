package org.hyparview.cluster.roster;

import java.util.Map;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The reader of what a member says of itself, which is opaque to the registry. An implementation
 * must not throw because of the bytes, which another node has sent.
 */
public interface MemberFacts {

  /** Returns the address of the event bus in a node's info, or null if it can't be read. */
  @Nullable
  String eventBus(Bytes info);

  /** Returns the tags in a node's metadata, or none if they can't be read. */
  Map<String, String> tags(Bytes metadata);
}
