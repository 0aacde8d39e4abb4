package org.hyparview.demo.nodes;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.hyparview.HyParViewOptions;
import org.hyparview.PeerInfo;

/**
 * A group of nodes that share a process, and so live and die together. It notifies a listener,
 * given to it at its construction, of all view changes of its nodes and of the numbered broadcasts
 * delivered there. All calls come from one context, on which the listener is called.
 */
public interface NodeGroup {

  /**
   * Starts a node, whose id must be unique in the group.
   *
   * @return the node with the address at which it listens
   */
  Future<PeerInfo> start(HyParViewOptions options);

  /** The broadcast counters of all its nodes, added up. */
  Future<JsonObject> broadcastCounters();
}
