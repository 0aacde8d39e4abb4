package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.node.OverlayNode;
import org.hyparview.node.ViewChange;
import org.hyparview.node.ViewListener;
import org.hyparview.node.Views;
import org.hyparview.protocol.hyparview.HyParViewAction.DownReason;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.LinkCounters;
import org.jspecify.annotations.Nullable;

/** A node as the event bus and the log see it. All it sends stays in this Vert.x. */
final class EventBusFace implements ViewListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(HyParViewVerticle.class);
  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  private final Vertx vertx;
  private final HyParViewOptions options;
  private final HyParViewAddresses addresses;
  private @Nullable MessageConsumer<Object> views;
  private String self = "";

  EventBusFace(Vertx vertx, HyParViewOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.addresses = new HyParViewAddresses(options.getEventBusPrefix());
  }

  String prefix() {
    return addresses.prefix();
  }

  /** Begins to answer requests, before any change is heard. */
  void open(OverlayNode node, Peer peer) {
    self = peer.id().toString();
    views = vertx
        .eventBus()
        .localConsumer(addresses.views(), request -> request.reply(toJson(node.views()), LOCAL));
    LOGGER.info("Node " + peer + " of cluster " + options.getClusterName() + " has started");
  }

  Future<Void> close() {
    return views == null ? Future.succeededFuture() : views.unregister();
  }

  @Override
  public void changed(ViewChange change) {
    PeerEvent event = toEvent(change);
    LOGGER.debug("Node " + self + ": " + event);
    vertx.eventBus().publish(addresses.events(), event.toJson(), LOCAL);
  }

  private PeerEvent toEvent(ViewChange change) {
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

  @Override
  public void isolated() {
    LOGGER.warn("Node "
        + self
        + " is alone: none of its contacts "
        + options.getContacts()
        + " lets it in; it goes on trying");
  }

  @Override
  public void renamed(Peer renamed) {
    LOGGER.warn("The overlay knew a later life of node "
        + self
        + ", which now has incarnation "
        + renamed.incarnation()
        + ". If this happens again and again, two nodes have this id");
  }

  private static JsonObject toJson(Views views) {
    return new PeerViews(
            toInfo(views.self()),
            views.version(),
            toInfos(views.active()),
            toInfos(views.passive()))
        .toJson();
  }

  private static List<PeerInfo> toInfos(List<Peer> peers) {
    return peers.stream().map(EventBusFace::toInfo).toList();
  }

  private static PeerInfo toInfo(Peer peer) {
    return new PeerInfo(peer.id().toString(), peer.host(), peer.port());
  }

  static JsonObject toJson(LinkCounters counters) {
    JsonObject closed = new JsonObject();
    counters.closed().forEach((reason, count) -> closed.put(reason.name(), count));
    return new JsonObject()
        .put("opened", counters.opened())
        .put("accepted", counters.accepted())
        .put("refusedFrames", counters.refusedFrames())
        .put("closed", closed);
  }
}
