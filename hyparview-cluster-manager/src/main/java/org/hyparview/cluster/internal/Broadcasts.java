package org.hyparview.cluster.internal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.hyparview.BroadcastEndpoint;
import org.hyparview.BroadcastFailure;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.cluster.ClusterBroadcast;
import org.hyparview.cluster.node.ControlPlane;
import org.hyparview.node.BroadcastListener;
import org.hyparview.node.LinkHost;
import org.hyparview.node.RefusedClaims;
import org.hyparview.protocol.peer.Text;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.Envelope;
import org.hyparview.wire.EnvelopeCodec;

/**
 * Users' broadcasts: those that this node makes, and the handlers of all that arrive.
 *
 * <p>Bodies are encoded on the thread of the sender and decoded on that of the receiver. What
 * arrives is looked at only if there is a handler. All but {@link #delivered} may be called from
 * any thread.
 */
final class Broadcasts implements BroadcastListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(Broadcasts.class);
  private static final EnvelopeCodec CODEC = new EnvelopeCodec();
  private static final String WHAT = "broadcasts";

  /** The estimated memory of a waiting broadcast besides its bytes. */
  private static final int OVERHEAD = 256;

  /** A broadcast that arrived. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Arrival(MessageId id, int round, byte[] payload) {}

  /** A broadcast that arrived, with its topic. */
  private record Opened(MessageId id, int round, Envelope envelope) {}

  /** The handler of one topic. */
  private record Listener(String topic, Delivery<Opened> delivery) {}

  private final Context context;
  private final int maxSize;
  private final Supplier<ControlPlane> plane;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<Delivery<Arrival>> taps = new CopyOnWriteArrayList<>();
  private final AtomicLong undeliverable = new AtomicLong();
  private final RefusedClaims refusals = new RefusedClaims(LOGGER::warn);
  private volatile boolean closed;

  /**
   * Creates broadcasts without a handler.
   *
   * @param context the context of the control plane
   * @param maxSize the most bytes of a broadcast with its topic and headers
   */
  Broadcasts(Context context, int maxSize, Supplier<ControlPlane> plane) {
    this.context = context;
    this.maxSize = maxSize;
    this.plane = plane;
  }

  int maxSize() {
    return maxSize;
  }

  // Sending

  Future<Void> send(ContextInternal caller, String topic, Object body) {
    return encoded(caller, topic, body, payload -> broadcaster(caller).broadcast(payload));
  }

  Future<Void> sendAcknowledged(ContextInternal caller, String topic, Object body, long timeout) {
    return encoded(
        caller,
        topic,
        body,
        payload -> broadcaster(caller).broadcastAcknowledged(payload, timeout));
  }

  private interface Sender {
    Future<?> send(byte[] payload);
  }

  private Future<Void> encoded(ContextInternal caller, String topic, Object body, Sender sender) {
    Future<?> sent;
    try {
      Envelope envelope = Envelope.of(topic, List.of(), body);
      sent = sender.send(BroadcastEndpoint.encode(envelope, maxSize).getBytes());
    } catch (IllegalArgumentException e) {
      sent = caller.failedFuture(e);
    }
    return sent.<Void>mapEmpty()
        .recover(failure -> Future.failedFuture(BroadcastFailure.of(failure)));
  }

  /** Returns the way from a context to the plane and back. */
  BroadcastEndpoint.Broadcaster broadcaster(ContextInternal caller) {
    return new BroadcastEndpoint.Broadcaster() {
      @Override
      public Future<?> broadcast(byte[] payload) {
        return onPlane(caller, () -> plane.get().broadcast(payload));
      }

      @Override
      public Future<?> broadcastAcknowledged(byte[] payload, long timeout) {
        return onPlane(caller, () -> plane.get().broadcastAcknowledged(payload, timeout));
      }
    };
  }

  private <T> Future<T> onPlane(ContextInternal caller, Supplier<Future<T>> call) {
    Promise<T> answer = caller.promise();
    try {
      context.runOnContext(go -> {
        try {
          demandOpen();
          call.get().onComplete(answer);
        } catch (IllegalArgumentException | IllegalStateException e) {
          answer.fail(e);
        }
      });
    } catch (RejectedExecutionException loopHasEnded) {
      return Future.failedFuture(absent());
    }
    return answer.future();
  }

  private void demandOpen() {
    if (closed) {
      throw absent();
    }
  }

  private static IllegalStateException absent() {
    return new IllegalStateException("This node is not in the cluster");
  }

  /** Returns how many broadcasts that arrived have no form that this node knows. */
  long undeliverable() {
    return undeliverable.get();
  }

  // Receiving

  /** Passes all broadcasts on, with the bytes of their envelopes. */
  Delivery<Arrival> tap(ContextInternal caller, Handler<Arrival> handler) {
    Delivery<Arrival> tap =
        new Delivery<>(WHAT, Delivery.Bound.BYTES, caller, handler, taps::remove);
    taps.add(tap);
    return tap;
  }

  /** Passes the broadcasts of a topic on. */
  <T> Subscription listen(
      ContextInternal caller, String topic, Handler<ClusterBroadcast<T>> handler) {
    Text.check("A topic", topic, Envelope.MAX_NAME_BYTES, true);
    Delivery<Opened> delivery = new Delivery<>(
        WHAT + " of topic " + topic,
        Delivery.Bound.BYTES,
        caller,
        opened -> pass(opened, handler),
        ended -> listeners.removeIf(listener -> listener.delivery == ended));
    listeners.add(new Listener(topic, delivery));
    return delivery;
  }

  @Override
  public void delivered(MessageId id, int round, byte[] payload) {
    long size = (long) payload.length + OVERHEAD;
    for (Delivery<Arrival> tap : taps) {
      tap.deliver(new Arrival(id, round, payload), size);
    }
    if (listeners.isEmpty()) {
      return;
    }
    try {
      Opened opened = new Opened(id, round, CODEC.decode(Buffer.buffer(payload)));
      for (Listener listener : listeners) {
        if (listener.topic.equals(opened.envelope.topic())) {
          listener.delivery.deliver(opened, size);
        }
      }
    } catch (DecodeException e) {
      undeliverable(id, e);
    }
  }

  @SuppressWarnings("unchecked") // the user knows the type of the bodies under the topic
  private <T> void pass(Opened opened, Handler<ClusterBroadcast<T>> handler) {
    Object body;
    try {
      body = opened.envelope.content();
    } catch (io.vertx.core.json.DecodeException e) {
      undeliverable(opened.id, e);
      return;
    }
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    opened.envelope.headers().forEach(header -> headers.add(header.name(), header.value()));
    handler.handle(new ClusterBroadcast<>(
        opened.envelope.topic(),
        (T) (body instanceof Buffer bytes ? bytes.copy() : body),
        opened.id.origin().toString(),
        opened.round,
        headers));
  }

  private void undeliverable(MessageId id, Exception e) {
    undeliverable.incrementAndGet();
    synchronized (refusals) {
      refusals.refused(
          id.origin().toString(),
          "a broadcast that can't be delivered: " + e.getMessage(),
          LinkHost.clock());
    }
  }

  /** Ends all. */
  void close() {
    closed = true;
    listeners.clear();
    taps.clear();
  }
}
