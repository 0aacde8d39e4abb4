package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.function.Supplier;
import org.hyparview.node.ViewChange;
import org.hyparview.node.Views;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The publisher of a node's views on the event bus of one Vert.x, at the
 * {@linkplain HyParViewAddresses addresses} of a prefix. All its messages stay in this Vert.x, and
 * are not traced.
 *
 * <p>{@link HyParViewVerticle} uses it; it is for other hosts of an overlay. {@link #changed} and
 * the answer to a request come from one thread, so that receivers can merge the two: views with
 * some version contain all events up to that one and none after.
 */
public final class ViewPublisher {

  private static final String PREFIXES = "org.hyparview.eventBusPrefixes";

  /** The way of all messages about the node: within this Vert.x, and not traced. */
  static final DeliveryOptions LOCAL =
      new DeliveryOptions().setLocalOnly(true).setTracingPolicy(TracingPolicy.IGNORE);

  private final Vertx vertx;
  private final HyParViewAddresses addresses;
  private @Nullable MessageConsumer<Object> requests;
  private boolean claimed;
  private String self = "";

  /** Creates a publisher that does not send or answer yet. */
  public ViewPublisher(Vertx vertx, String prefix) {
    this.vertx = vertx;
    this.addresses = new HyParViewAddresses(prefix);
  }

  /** Returns the common prefix of all addresses. */
  public String prefix() {
    return addresses.prefix();
  }

  /**
   * Claims the prefix, which only one node in a Vert.x may have, until {@link #close}.
   *
   * @return whether it was free
   */
  public boolean claim() {
    claimed = prefixes().putIfAbsent(prefix(), "claimed") == null;
    return claimed;
  }

  private LocalMap<String, String> prefixes() {
    return vertx.sharedData().getLocalMap(PREFIXES);
  }

  /**
   * Begins to answer requests for the views, before any change is published.
   *
   * @param node the id of the node
   * @param views called for the views with each request; completes on the thread of the changes
   * @throws IllegalStateException if the event bus has not started
   */
  @SuppressWarnings("exports")
  public void open(String node, Supplier<Future<Views>> views) {
    self = node;
    requests = vertx
        .eventBus()
        .localConsumer(
            addresses.views(),
            request -> views
                .get()
                .onSuccess(now -> request.reply(toViews(now).toJson(), LOCAL))
                .onFailure(failure -> fail(request, failure)));
  }

  private static void fail(Message<?> request, Throwable failure) {
    request.fail(-1, String.valueOf(failure.getMessage()));
  }

  /** Publishes a change, if {@link #open} was called. */
  @SuppressWarnings("exports")
  public PeerEvent changed(ViewChange change) {
    PeerEvent event = toEvent(change, self);
    publish(event);
    return event;
  }

  /**
   * Publishes the present neighbors, if {@link #open} was called, for those who registered before:
   * no change that these views contain was published, and all later ones will be.
   */
  @SuppressWarnings("exports")
  public void present(Views views) {
    EventReplay.present(toViews(views)).forEach(this::publish);
  }

  private void publish(PeerEvent event) {
    if (requests != null) {
      vertx.eventBus().publish(addresses.events(), event.toJson(), LOCAL);
    }
  }

  /** Ends all publishing, and releases the prefix. */
  public Future<Void> close() {
    Future<Void> closed = requests == null ? Future.succeededFuture() : requests.unregister();
    requests = null;
    return closed.onComplete(done -> release());
  }

  private void release() {
    if (claimed) {
      claimed = false;
      prefixes().remove(prefix());
    }
  }

  /**
   * Returns a change as an event.
   *
   * @param self the id of the node whose view has changed
   */
  @SuppressWarnings("exports")
  public static PeerEvent toEvent(ViewChange change, String self) {
    PeerInfo peer = toInfo(change.peer());
    DownReason reason = change.reason();
    return reason == null
        ? PeerEvent.up(peer, change.version(), change.active(), change.passive(), self)
        : PeerEvent.down(
            peer,
            PeerEvent.Reason.valueOf(reason.name()),
            change.version(),
            change.active(),
            change.passive(),
            self);
  }

  private static PeerViews toViews(Views views) {
    return new PeerViews(
        toInfo(views.self()), views.version(), toInfos(views.active()), toInfos(views.passive()));
  }

  private static List<PeerInfo> toInfos(List<Peer> peers) {
    return peers.stream().map(ViewPublisher::toInfo).toList();
  }

  private static PeerInfo toInfo(Peer peer) {
    return new PeerInfo(peer.id().toString(), peer.host(), peer.port());
  }
}
