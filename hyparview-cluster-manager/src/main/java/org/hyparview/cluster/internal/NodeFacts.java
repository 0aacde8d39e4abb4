package org.hyparview.cluster.internal;

import io.vertx.core.spi.cluster.NodeInfo;
import java.util.Map;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.roster.MemberFacts;
import org.hyparview.cluster.wire.TagsCodec;
import org.hyparview.protocol.peer.Hosts;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/** The reader of the node info that Vert.x sets, and of the metadata that this project sets. */
final class NodeFacts implements MemberFacts {

  private long unreadableTags;

  /** Returns how often the metadata of a node was no tags that this version can read. */
  long unreadableTags() {
    return unreadableTags;
  }

  @Override
  public @Nullable String eventBus(Bytes info) {
    try {
      NodeInfo read = NodeInfos.toInfo(info);
      return Hosts.withPort(read.host(), read.port());
    } catch (RuntimeException unreadable) {
      return null;
    }
  }

  @Override
  public Map<String, String> tags(Bytes metadata) {
    try {
      return TagsCodec.decode(metadata);
    } catch (DecodeException unreadable) {
      unreadableTags++;
      return Map.of();
    }
  }
}
