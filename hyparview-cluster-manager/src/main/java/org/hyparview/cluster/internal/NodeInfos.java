package org.hyparview.cluster.internal;

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
import java.util.concurrent.RejectedExecutionException;
import org.hyparview.cluster.protocol.data.Bytes;

/**
 * The location of each node's event bus.
 *
 * <p>Vert.x may ask for a node that has just joined before its info is here: the answer waits for
 * it, for a moment. Only the control plane's context changes it; {@link #get} may be called from
 * any thread.
 */
public final class NodeInfos {

  /** How long to wait for the info of an unknown node. */
  static final long PATIENCE_MILLIS = 500;

  private final Vertx vertx;
  private final Context context;
  private final Map<String, NodeInfo> infos = new ConcurrentHashMap<>();
  private final Map<String, List<Completable<NodeInfo>>> waiting = new HashMap<>();
  private boolean closed;

  NodeInfos(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
  }

  static Bytes toBytes(NodeInfo info) {
    Buffer buffer = Buffer.buffer();
    info.writeToBuffer(buffer);
    return Bytes.of(buffer.getBytes());
  }

  static NodeInfo toInfo(Bytes bytes) {
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

  /** Provides the info of a node, or fails if it is not a member. */
  public void get(String nodeId, Completable<NodeInfo> result) {
    NodeInfo info = infos.get(nodeId);
    if (info != null) {
      result.succeed(info);
    } else {
      try {
        context.runOnContext(go -> await(nodeId, result));
      } catch (RejectedExecutionException loopHasEnded) {
        fail(nodeId, result);
      }
    }
  }

  private void await(String nodeId, Completable<NodeInfo> result) {
    NodeInfo info = infos.get(nodeId);
    if (info != null) {
      result.succeed(info);
      return;
    }
    if (closed) {
      fail(nodeId, result);
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
      fail(nodeId, result);
    }
  }

  private static void fail(String nodeId, Completable<NodeInfo> result) {
    result.fail("Not a member of the cluster: " + nodeId);
  }

  /** Ends all waiting. On the control plane's context. */
  void close() {
    closed = true;
    Map<String, List<Completable<NodeInfo>>> open = new HashMap<>(waiting);
    waiting.clear();
    open.forEach((nodeId, waiters) -> waiters.forEach(waiter -> fail(nodeId, waiter)));
  }
}
