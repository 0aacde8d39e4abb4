package org.hyparview.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;

/**
 * A source of contacts, nodes of the same cluster. Implementations on the class path that are named
 * in {@code META-INF/services/org.hyparview.cluster.ContactSource} are asked along with the
 * built-in ones.
 *
 * <p>All calls come from one event loop, {@link #start} first, once. An implementation
 *
 * <ul>
 *   <li><b>must not</b> block: futures may be completed late and on any thread;
 *   <li>contacts <b>may</b> include addresses of departed nodes, of this node, or of another
 *       cluster: dialing reveals each;
 *   <li><b>may</b> fail: the failure is logged, and the source is asked again later; it is not
 *       asked while an answer is outstanding.
 * </ul>
 */
public interface ContactSource {

  /**
   * Prepares the source. This node listens already, so that of two nodes that look for each other
   * the later one can find the earlier.
   *
   * @param vertx private to the cluster manager; its parts close with it
   * @param clusterName the cluster to look for
   * @param self this node, as others dial it
   * @return fails if this source is unusable here; then it isn't asked
   */
  Future<Void> start(Vertx vertx, String clusterName, Peer self);

  /**
   * Searches for nodes now. Called a second after the start, then at growing intervals.
   *
   * @return the nodes, those that are worth asking first at the head; empty if there are none
   */
  Future<List<PeerAddress>> contacts();

  /** Frees all resources. Called also if the start failed. */
  default Future<Void> stop() {
    return Future.succeededFuture();
  }
}
