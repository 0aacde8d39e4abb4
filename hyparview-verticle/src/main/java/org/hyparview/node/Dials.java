package org.hyparview.node;

import java.util.HashSet;
import java.util.Set;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.jspecify.annotations.Nullable;

/**
 * The pending dials of one part of a machine, by the numbers of its requests. Each request ends by
 * one input, unless it is canceled.
 */
public final class Dials {

  /** The inputs by which a request ends. */
  public interface Outcome {

    /** Reports that the link is open; the machine may use and must close it. */
    void connected(long request, long link, Peer peer, long now);

    /**
     * Reports that there is no link; the cause is a {@link org.hyparview.transport.LinkException}.
     */
    void connectFailed(long request, Throwable cause, long now);
  }

  private final LinkHost host;
  private final Outcome outcome;
  private final Set<Long> wanted = new HashSet<>();

  Dials(LinkHost host, Outcome outcome) {
    this.host = host;
    this.outcome = outcome;
  }

  /**
   * Opens a link.
   *
   * @param request an unused number
   * @param expected the node that must answer, or null for any
   */
  public void connect(long request, PeerAddress address, @Nullable PeerId expected) {
    wanted.add(request);
    host.open(address, expected, opened -> {
      if (opened.succeeded()) {
        connected(request, opened.result());
      } else {
        failed(request, opened.cause());
      }
    });
  }

  private void connected(long request, Link link) {
    if (!wanted.remove(request) || !host.isRunning()) {
      link.close(CloseReason.UNUSED);
      return;
    }
    long number = host.numberOf(link);
    host.input(now -> outcome.connected(request, number, link.peer(), now));
  }

  private void failed(long request, Throwable cause) {
    if (wanted.remove(request)) {
      host.input(now -> outcome.connectFailed(request, cause, now));
    }
  }

  /** Cancels a request, which then has no outcome; a link that opens nevertheless is closed. */
  public void cancel(long request) {
    wanted.remove(request);
  }
}
