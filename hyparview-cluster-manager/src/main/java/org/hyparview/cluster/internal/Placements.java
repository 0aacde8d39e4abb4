package org.hyparview.cluster.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.hyparview.cluster.group.Placement;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.wire.TagsCodec;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * The placements that members announce in their metadata, this node's included. Not safe for
 * concurrent use.
 */
final class Placements {

  private final @Nullable String tag;
  private final Map<String, Placement> announced = new LinkedHashMap<>();

  /**
   * Creates the placements of members that have announced nothing.
   *
   * @param tag the key of the tag whose values are domains; null for no domains
   */
  Placements(@Nullable String tag) {
    this.tag = tag;
  }

  /** Takes the metadata of a member. What can't be read announces nothing. */
  Placement announce(String node, Bytes metadata) {
    Placement placement = read(metadata);
    announced.put(node, placement);
    return placement;
  }

  private Placement read(Bytes metadata) {
    try {
      SortedMap<String, String> tags = TagsCodec.decode(metadata);
      Optional<String> domain = tag == null ? Optional.empty() : Optional.ofNullable(tags.get(tag));
      return new Placement(TagsCodec.decodeDataMember(metadata), domain);
    } catch (DecodeException unreadable) {
      return Placement.DEFAULT;
    }
  }

  /** Forgets a node that is no longer a member. */
  void remove(String node) {
    announced.remove(node);
  }

  /** Returns whether a member may have a replica. */
  boolean isDataMember(String node) {
    return announced.getOrDefault(node, Placement.DEFAULT).dataMember();
  }

  void forEach(BiConsumer<String, Placement> action) {
    announced.forEach(action);
  }
}
