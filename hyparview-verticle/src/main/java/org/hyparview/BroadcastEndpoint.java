package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.node.BroadcastCounters;
import org.hyparview.node.BroadcastListener;
import org.hyparview.node.OverlayNode;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.Envelope;
import org.hyparview.wire.EnvelopeCodec;
import org.jspecify.annotations.Nullable;

/** The broadcast endpoint on the event bus. All its messages stay in this Vert.x. */
final class BroadcastEndpoint implements BroadcastListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(HyParViewVerticle.class);
  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  /** The headers that address this node, and are not passed on unchanged. */
  private static final List<String> RESERVED = List.of(
      HyParViewBroadcast.TOPIC,
      HyParViewBroadcast.ACKNOWLEDGE,
      HyParViewBroadcast.ORIGIN,
      HyParViewBroadcast.HOPS);

  private final Vertx vertx;
  private final HyParViewAddresses addresses;
  private final int maxSize;
  private final EnvelopeCodec codec = new EnvelopeCodec();
  private @Nullable MessageConsumer<Object> consumer;
  private long undeliverable;
  private boolean refusing;

  BroadcastEndpoint(Vertx vertx, HyParViewOptions options) {
    this.vertx = vertx;
    addresses = new HyParViewAddresses(options.getEventBusPrefix());
    maxSize = options.getBroadcast().get(BroadcastOptions.MAX_BROADCAST_SIZE);
  }

  /** Begins to accept broadcasts. */
  void open(OverlayNode node) {
    consumer =
        vertx.eventBus().localConsumer(addresses.broadcast(), request -> send(node, request));
  }

  Future<Void> close() {
    return consumer == null ? Future.succeededFuture() : consumer.unregister();
  }

  /** Returns the counts of broadcasts so far. */
  JsonObject counters(OverlayNode running) {
    return toJson(running.broadcastCounters()).put("undeliverable", undeliverable());
  }

  private static JsonObject toJson(BroadcastCounters counters) {
    return new JsonObject()
        .put("deliveredOwn", counters.deliveredOwn())
        .put("deliveredFromOthers", counters.deliveredFromOthers())
        .put("gossipSent", counters.gossipSent())
        .put("gossipReceived", counters.gossipReceived())
        .put("controlSent", counters.controlSent())
        .put("controlReceived", counters.controlReceived());
  }

  /** Returns the number of received broadcasts whose payload has no known form. */
  long undeliverable() {
    return undeliverable;
  }

  private void send(OverlayNode node, Message<Object> request) {
    Future<?> sent;
    try {
      sent = send(node, request, encode(request));
    } catch (IllegalArgumentException e) {
      sent = Future.failedFuture(e);
    }
    sent.onComplete(done -> succeed(request), failure -> fail(request, failure));
  }

  private void succeed(Message<Object> request) {
    refusing = false;
    request.reply(null, LOCAL);
  }

  /** Fails a request. Without a waiting caller the log reports it, once until the next success. */
  private void fail(Message<Object> request, Throwable failure) {
    if (request.replyAddress() == null && !refusing) {
      refusing = true;
      LOGGER.warn(
          "A message to " + addresses.broadcast() + " was not broadcast: " + failure.getMessage());
    }
    BroadcastFailure.reply(request, failure);
  }

  private static Future<?> send(OverlayNode node, Message<Object> request, Buffer payload) {
    String timeout = request.headers().get(HyParViewBroadcast.ACKNOWLEDGE);
    return timeout == null
        ? node.broadcast(payload.getBytes())
        : node.broadcastAcknowledged(
            payload.getBytes(),
            MessageForm.number(HyParViewBroadcast.ACKNOWLEDGE, " of milliseconds", timeout));
  }

  private Buffer encode(Message<Object> request) {
    Buffer bytes = codec.encode(
        MessageForm.envelope("A broadcast", request.body(), request.headers(), RESERVED));
    if (bytes.length() > maxSize) {
      throw new IllegalArgumentException("A broadcast must have at most " + maxSize
          + " bytes with its topic and headers, but has " + bytes.length());
    }
    return bytes;
  }

  @Override
  public void delivered(MessageId id, int round, byte[] payload) {
    try {
      Envelope envelope = codec.decode(Buffer.buffer(payload));
      DeliveryOptions options = new DeliveryOptions(LOCAL);
      envelope.headers().stream()
          .filter(header -> !MessageForm.isReserved(header.name(), RESERVED))
          .forEach(header -> options.addHeader(header.name(), header.value()));
      options
          .addHeader(HyParViewBroadcast.ORIGIN, id.origin().toString())
          .addHeader(HyParViewBroadcast.HOPS, String.valueOf(round));
      Object body = MessageForm.bodyOf(envelope.kind(), envelope.body());
      vertx.eventBus().publish(addresses.broadcast(envelope.topic()), body, options);
    } catch (DecodeException | io.vertx.core.json.DecodeException e) {
      undeliverable++;
      LOGGER.warn("Broadcast " + id + " can't be delivered: " + e.getMessage());
    }
  }
}
