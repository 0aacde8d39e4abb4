package org.hyparview.examples;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.hyparview.HyParViewOptions;
import org.hyparview.PeerInfo;

/**
 * Nodes that share a process, and so live and die together. It tells a listener, given to it at its
 * construction, of all view changes of its nodes, and of the numbered broadcasts that are delivered
 * there. All calls come from one context, and there the listener is called.
 */
interface NodeGroup {

  /**
   * Starts a node, whose id must be unique in the group.
   *
   * @return the node with the address at which it listens
   */
  Future<PeerInfo> start(HyParViewOptions options);

  /** The broadcast counters of all its nodes, added up. */
  Future<JsonObject> broadcastCounters();
}
