package org.hyparview.transport;

import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Moves frames between peers over links, and knows nothing of what they mean.
 *
 * <p>One transport serves one node. Its user calls it from one event-loop context, and the
 * transport calls its listener and completes its futures on that same context.
 *
 * <p>An implementation <b>must</b>
 *
 * <ol>
 *   <li>name both ends of a link to each other before it reports the link: the dialer gets it from
 *       {@link #open}, the other side with its first frame;
 *   <li>keep the order of the frames of a link, and deliver each at most once;
 *   <li>report the end of each reported link by {@link TransportListener#closed} exactly once,
 *       except of those that its user closed;
 *   <li>bound what it queues, and end a link that can't keep up rather than wait.
 * </ol>
 *
 * <p>It <b>must not</b> block, throw because of what a peer did, call the listener from inside
 * {@link #open}, {@link Link#send} or {@link Link#close}, or let two links to one peer touch each
 * other: which of two survives is the protocol's decision.
 */
public interface Transport {

  /**
   * Starts to accept links. To be called once, on the context that all further calls come from.
   *
   * @param id this node
   * @param incarnation which life of this node
   * @return this node with the address at which others can dial it, or a failure whose message
   *     names the address that could not be bound, and why
   */
  Future<Peer> start(PeerId id, long incarnation, TransportListener listener);

  /**
   * Opens a new link, also if there are others to the same peer.
   *
   * @param expected the node that must answer, or null if any may
   * @return the link once both ends know each other, or a {@link LinkException} within a time that
   *     the transport bounds
   */
  Future<Link> open(PeerAddress address, @Nullable PeerId expected);

  /** From now on new links name this node with another, higher incarnation. */
  void raiseIncarnation(long incarnation);

  /**
   * Sets what answers inspectors, which are programs that look at this node and are no peers of it;
   * to be called before {@link #start}. A transport that can't be inspected ignores it, as this
   * method does.
   */
  default void inspectedBy(InspectionHandler handler) {
    Objects.requireNonNull(handler, "handler");
  }

  /**
   * Reads keys and trusted certificates again from the files that the options name; links that
   * begin from now on use them, and present ones stay. To be called on the event loop of the
   * transport. A transport without such files does nothing, as this method does.
   *
   * @return fails if one can't be read, or doesn't name this node although it must; the former ones
   *     then remain in use where they were
   */
  default Future<Void> reloadCertificates() {
    return Future.succeededFuture();
  }

  /**
   * Replaces the secrets; links that begin from now on use them, and present ones stay. To be
   * called on the event loop of the transport. A transport without secrets fails, as this method
   * does.
   *
   * @param secrets one at least, in the form of {@link LinkOptions#setSecrets}
   * @throws IllegalArgumentException if one is not allowed
   */
  default Future<Void> updateSecrets(List<String> secrets) {
    return Future.failedFuture("The transport of this node takes no secrets");
  }

  /** What became of the links so far. */
  LinkCounters counters();

  /**
   * Closes all links after their queued frames have left, waiting a bounded time, and stops
   * accepting.
   */
  Future<Void> stop();
}
