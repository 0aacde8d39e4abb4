package org.hyparview.cluster.internal;

import io.vertx.core.spi.cluster.NodeInfo;
import java.util.Map;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.roster.MemberFacts;
import org.jspecify.annotations.Nullable;

/** The reader of the node info that Vert.x sets, and of the metadata that this project sets. */
final class NodeFacts implements MemberFacts {

  @Override
  public @Nullable String eventBus(Bytes info) {
    try {
      NodeInfo read = NodeInfos.toInfo(info);
      String host = read.host();
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + read.port();
    } catch (RuntimeException unreadable) {
      return null;
    }
  }

  @Override
  public Map<String, String> tags(Bytes metadata) {
    return Map.of();
  }
}
