package org.hyparview.cluster.internal;

import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import java.util.List;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.golden.GoldenFormat;

/** The golden format of the location of an event bus, which is that of Vert.x. */
public final class NodeInfoFormats {

  private NodeInfoFormats() {}

  /** Returns it. */
  public static List<GoldenFormat<?>> all() {
    return List.of(new GoldenFormat<NodeInfo>(
            "node-infos",
            info -> NodeInfos.toBytes(info).toArray(),
            bytes -> NodeInfos.toInfo(Bytes.of(bytes)))
        .example("plain", new NodeInfo("10.0.0.1", 41_000, null))
        .example("with-metadata", new NodeInfo("::1", 1, new JsonObject().put("zone", "a"))));
  }
}
