package org.hyparview.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.spi.cluster.NodeInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hyparview.cluster.protocol.data.Bytes;

/**
 * Where the event bus of each node is.
 *
 * <p>A node that has just joined may be asked for before its info is here: it is waited for, for a
 * moment. Changed by the control plane's context alone; {@link #get} may be called from any thread.
 */
final class NodeInfos {

  /** How long an unknown node is waited for. */
  static final long PATIENCE_MILLIS = 500;

  private final Vertx vertx;
  private final Context context;
  private final Map<String, NodeInfo> infos = new ConcurrentHashMap<>();
  private final Map<String, List<Completable<NodeInfo>>> waiting = new HashMap<>();

  NodeInfos(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
  }

  static Bytes toBytes(NodeInfo info) {
    Buffer buffer = Buffer.buffer();
    info.writeToBuffer(buffer);
    return Bytes.of(buffer.getBytes());
  }

  private static NodeInfo toInfo(Bytes bytes) {
    NodeInfo info = new NodeInfo();
    info.readFromBuffer(0, Buffer.buffer(bytes.toArray()));
    return info;
  }

  void set(String nodeId, Bytes bytes) {
    NodeInfo info = toInfo(bytes);
    infos.put(nodeId, info);
    List<Completable<NodeInfo>> waiters = waiting.remove(nodeId);
    if (waiters != null) {
      waiters.forEach(waiter -> waiter.succeed(info));
    }
  }

  void remove(String nodeId) {
    infos.remove(nodeId);
  }

  /** Gives the info of a node, or fails if it is no member. */
  void get(String nodeId, Completable<NodeInfo> result) {
    NodeInfo info = infos.get(nodeId);
    if (info != null) {
      result.succeed(info);
    } else {
      context.runOnContext(go -> await(nodeId, result));
    }
  }

  private void await(String nodeId, Completable<NodeInfo> result) {
    NodeInfo info = infos.get(nodeId);
    if (info != null) {
      result.succeed(info);
      return;
    }
    waiting.computeIfAbsent(nodeId, none -> new ArrayList<>()).add(result);
    vertx.setTimer(PATIENCE_MILLIS, id -> giveUp(nodeId, result));
  }

  private void giveUp(String nodeId, Completable<NodeInfo> result) {
    List<Completable<NodeInfo>> waiters = waiting.get(nodeId);
    if (waiters != null && waiters.removeIf(waiter -> waiter == result)) {
      if (waiters.isEmpty()) {
        waiting.remove(nodeId);
      }
      result.fail("Not a member of the cluster: " + nodeId);
    }
  }
}
