package org.hyparview.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;

/**
 * A way to find nodes of the same cluster. Implementations on the class path that are named in
 * {@code META-INF/services/org.hyparview.cluster.ContactSource} are asked along with the built-in
 * ones.
 *
 * <p>All calls come from one event loop, {@link #start} first, once. An implementation
 *
 * <ul>
 *   <li><b>must not</b> block: futures may be completed late and on any thread;
 *   <li><b>may</b> give addresses of nodes that are gone, of this node, or of another cluster: each
 *       is found out when it is dialled;
 *   <li><b>may</b> fail: it is logged, and the source is asked again later; it is not asked while
 *       it owes an answer.
 * </ul>
 */
public interface ContactSource {

  /**
   * Makes ready. This node listens already, so that of two nodes that look for each other the later
   * one can find the earlier.
   *
   * @param vertx private to the cluster manager; its parts close with it
   * @param clusterName the cluster to look for
   * @param self this node, as others dial it
   * @return fails if this source is of no use here; then it isn't asked
   */
  Future<Void> start(Vertx vertx, String clusterName, Peer self);

  /**
   * Looks for nodes now. Called a second after the start, then more and more seldom.
   *
   * @return those that are worth asking first at the head; empty if there are none
   */
  Future<List<PeerAddress>> contacts();

  /** Frees what it holds. Called also if the start failed. */
  default Future<Void> stop() {
    return Future.succeededFuture();
  }
}
