package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import org.hyparview.node.BroadcastListener;
import org.hyparview.node.LinkHost;
import org.hyparview.node.RefusedClaims;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.Envelope;
import org.hyparview.wire.EnvelopeCodec;
import org.jspecify.annotations.Nullable;

/**
 * The broadcast endpoint on the event bus. All its messages stay in this Vert.x.
 *
 * <p>{@link HyParViewVerticle} uses it; it is for other hosts of an overlay. All calls come from
 * one context.
 */
@SuppressWarnings("exports")
public final class BroadcastEndpoint implements BroadcastListener {

  /** A node that broadcasts; its methods may throw instead of returning a failure. */
  public interface Broadcaster {

    /** Sends a payload to every node; see {@link HyParViewBroadcast}. */
    Future<?> broadcast(byte[] payload);

    /** Sends a payload, and waits until every node in reach has it. */
    Future<?> broadcastAcknowledged(byte[] payload, long timeout);
  }

  private static final Logger LOGGER = LoggerFactory.getLogger(HyParViewVerticle.class);
  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  private static final EnvelopeCodec CODEC = new EnvelopeCodec();

  /** The headers that address this node, and are not passed on unchanged. */
  private static final List<String> RESERVED = List.of(
      HyParViewBroadcast.TOPIC,
      HyParViewBroadcast.ACKNOWLEDGE,
      HyParViewBroadcast.ORIGIN,
      HyParViewBroadcast.HOPS);

  private final Vertx vertx;
  private final HyParViewAddresses addresses;
  private final int maxSize;
  private final RefusedClaims refusals = new RefusedClaims(LOGGER::warn);
  private @Nullable MessageConsumer<Object> consumer;
  private long undeliverable;
  private boolean refusing;

  /**
   * Creates an endpoint that accepts nothing yet.
   *
   * @param prefix the prefix of its addresses
   * @param maxSize the most bytes of a broadcast with its topic and headers
   */
  public BroadcastEndpoint(Vertx vertx, String prefix, int maxSize) {
    this.vertx = vertx;
    this.maxSize = maxSize;
    addresses = new HyParViewAddresses(prefix);
  }

  /**
   * Begins to accept broadcasts.
   *
   * @throws IllegalStateException if the event bus has not started
   */
  public void open(Broadcaster node) {
    consumer =
        vertx.eventBus().localConsumer(addresses.broadcast(), request -> send(node, request));
  }

  /** Accepts no more. */
  public Future<Void> close() {
    return consumer == null ? Future.succeededFuture() : consumer.unregister();
  }

  /** Returns the number of received broadcasts whose payload has no known form. */
  public long undeliverable() {
    return undeliverable;
  }

  private void send(Broadcaster node, Message<Object> request) {
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

  private static Future<?> send(Broadcaster node, Message<Object> request, Buffer payload) {
    String timeout = request.headers().get(HyParViewBroadcast.ACKNOWLEDGE);
    return timeout == null
        ? node.broadcast(payload.getBytes())
        : node.broadcastAcknowledged(
            payload.getBytes(),
            MessageHeaders.number(HyParViewBroadcast.ACKNOWLEDGE, " of milliseconds", timeout));
  }

  private Buffer encode(Message<Object> request) {
    String topic = request.headers().get(HyParViewBroadcast.TOPIC);
    Envelope envelope = Envelope.of(
        topic == null ? HyParViewBroadcast.DEFAULT_TOPIC : topic,
        MessageHeaders.sent(request.headers(), RESERVED),
        request.body());
    return encode(envelope, maxSize);
  }

  /**
   * Returns the bytes of an envelope.
   *
   * @throws IllegalArgumentException if there are more than the most that are allowed
   */
  public static Buffer encode(Envelope envelope, int maxSize) {
    Buffer bytes = CODEC.encode(envelope);
    if (bytes.length() > maxSize) {
      throw new IllegalArgumentException("A broadcast must have at most " + maxSize
          + " bytes with its topic and headers, but has " + bytes.length());
    }
    return bytes;
  }

  @Override
  public void delivered(MessageId id, int round, byte[] payload) {
    try {
      Envelope envelope = CODEC.decode(Buffer.buffer(payload));
      DeliveryOptions options = new DeliveryOptions(LOCAL);
      envelope.headers().stream()
          .filter(header -> !MessageHeaders.isReserved(header.name(), RESERVED))
          .forEach(header -> options.addHeader(header.name(), header.value()));
      options
          .addHeader(HyParViewBroadcast.ORIGIN, id.origin().toString())
          .addHeader(HyParViewBroadcast.HOPS, String.valueOf(round));
      vertx.eventBus().publish(addresses.broadcast(envelope.topic()), envelope.content(), options);
    } catch (DecodeException | io.vertx.core.json.DecodeException e) {
      undeliverable++;
      refusals.refused(
          id.origin().toString(),
          "a broadcast that can't be delivered: " + e.getMessage(),
          LinkHost.clock());
    }
  }
}
