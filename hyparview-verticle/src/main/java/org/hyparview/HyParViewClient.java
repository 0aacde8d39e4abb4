package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The event-bus API of a {@link HyParViewVerticle} in the same Vert.x, with types instead of JSON.
 *
 * <p>Handlers are called on the context on which they were registered, in the order of the changes.
 * Safe for use by any thread.
 */
public final class HyParViewClient {

  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  /** The most milliseconds that a broadcast may wait for its turn. */
  private static final long QUEUE_MILLIS = 30_000;

  private final EventBus eventBus;
  private final HyParViewAddresses addresses;

  private HyParViewClient(Vertx vertx, String prefix) {
    eventBus = vertx.eventBus();
    addresses = new HyParViewAddresses(prefix);
  }

  /** Creates a client of the verticle with the default prefix. */
  public static HyParViewClient create(Vertx vertx) {
    return create(vertx, NodeOptions.DEFAULT_NAME);
  }

  /** Creates a client of the verticle with this event-bus prefix. */
  public static HyParViewClient create(Vertx vertx, String eventBusPrefix) {
    return new HyParViewClient(vertx, eventBusPrefix);
  }

  /**
   * Requests both present views.
   *
   * @return fails with a {@code ReplyException} of type {@code NO_HANDLERS} if the verticle isn't
   *     deployed
   */
  public Future<PeerViews> views() {
    return eventBus
        .<JsonObject>request(addresses.views(), new JsonObject(), LOCAL)
        .map(reply -> new PeerViews(reply.body()));
  }

  /**
   * Requests the counters of the node, which docs/metrics.md lists.
   *
   * @return fails with a {@code ReplyException} of type {@code NO_HANDLERS} if the verticle isn't
   *     deployed
   */
  public Future<JsonObject> counters() {
    return eventBus
        .<JsonObject>request(addresses.counters(), new JsonObject(), LOCAL)
        .map(Message::body);
  }

  /** Registers a handler of each peer that is added from now on. */
  public Subscription onPeerUp(Handler<PeerEvent> handler) {
    return register(PeerEvent::isUp, handler);
  }

  /** Registers a handler of each peer that is removed from now on. */
  public Subscription onPeerDown(Handler<PeerEvent> handler) {
    return register(event -> !event.isUp(), handler);
  }

  private Subscription register(Predicate<PeerEvent> wanted, Handler<PeerEvent> handler) {
    MessageConsumer<JsonObject> consumer = eventBus.localConsumer(addresses.events());
    consumer.handler(message -> {
      PeerEvent event = new PeerEvent(message.body());
      if (wanted.test(event)) {
        handler.handle(event);
      }
    });
    return consumer::unregister;
  }

  /**
   * Registers a handler of all changes, beginning with a {@code peer-up} for each present neighbor,
   * so that a handler that adds and removes peers always has the active view. No change in between
   * is lost or reported twice. If the verticle is deployed later, its events are still reported.
   */
  public Subscription events(Handler<PeerEvent> handler) {
    MessageConsumer<JsonObject> consumer = eventBus.localConsumer(addresses.events());
    EventReplay replay = new EventReplay(handler);
    consumer.handler((Message<JsonObject> message) -> replay.event(new PeerEvent(message.body())));
    views().onComplete(replay::views, failure -> replay.nothingYet());
    return consumer::unregister;
  }

  /**
   * Broadcasts to each live node of the overlay, the one of this Vert.x included.
   *
   * @param topic 1 to 255 bytes in UTF-8; only handlers of the same topic receive it
   * @param body a Buffer, a String or a JsonObject
   * @return succeeds when the overlay has it, which may take a while under load; a caller that
   *     sends much should wait for each broadcast before the next. Fails with a
   *     {@code ReplyException} whose code is one of those in {@link HyParViewBroadcast}, or of type
   *     {@code NO_HANDLERS} if the verticle isn't deployed.
   */
  public Future<Void> broadcast(String topic, Object body) {
    return broadcast(body, new DeliveryOptions(LOCAL).addHeader(HyParViewBroadcast.TOPIC, topic));
  }

  /**
   * Broadcasts as {@link #broadcast} does, and waits until all nodes in reach have it.
   *
   * @param timeoutMillis the most milliseconds for that, 1 to
   *     {@link BroadcastOptions#setBroadcastRetention}
   * @return fails with the code {@link HyParViewBroadcast#UNACKNOWLEDGED} if it is not known that
   *     all nodes have it, naming some of those that may not
   */
  public Future<Void> broadcastAcknowledged(String topic, Object body, long timeoutMillis) {
    return broadcast(
        body,
        new DeliveryOptions(LOCAL)
            .addHeader(HyParViewBroadcast.TOPIC, topic)
            .addHeader(HyParViewBroadcast.ACKNOWLEDGE, String.valueOf(timeoutMillis))
            .setSendTimeout(replyMillis(timeoutMillis)));
  }

  /**
   * Returns the timeout of the reply. The verticle refuses a timeout that is out of its range,
   * which must not overflow here.
   */
  private static long replyMillis(long timeoutMillis) {
    return Math.max(1, Math.min(timeoutMillis, Integer.MAX_VALUE)) + QUEUE_MILLIS;
  }

  private Future<Void> broadcast(Object body, DeliveryOptions options) {
    return eventBus.request(addresses.broadcast(), body, options).mapEmpty();
  }

  /**
   * Registers a handler of each broadcast of a topic from now on, called once for each. The headers
   * contain the {@linkplain HyParViewBroadcast#ORIGIN origin} and the
   * {@linkplain HyParViewBroadcast#HOPS hops}.
   *
   * @param <T> Buffer, String or JsonObject: the type of the bodies under this topic
   */
  public <T> Subscription onBroadcast(String topic, Handler<Message<T>> handler) {
    MessageConsumer<T> consumer = eventBus.localConsumer(addresses.broadcast(topic));
    consumer.handler(handler);
    return consumer::unregister;
  }

  /**
   * Asks all live nodes of the overlay a question, the one of this Vert.x included.
   *
   * @return the answers, complete or not: {@link Answers#isComplete} tells. Fails with a
   *     {@code ReplyException} whose code is one of those in {@link HyParViewBroadcast}, or of type
   *     {@code NO_HANDLERS} if the verticle isn't deployed.
   */
  public Future<Answers> ask(Question question) {
    return eventBus
        .<JsonObject>request(addresses.ask(), question.body(), question.delivery())
        .map(reply -> new Answers(reply.body()));
  }

  /**
   * Registers the handler of the questions of a topic from now on. Of several in one Vert.x, one is
   * called for each question. The headers contain the {@linkplain HyParViewQuestions#ORIGIN
   * origin}.
   *
   * @param <T> Buffer, String or JsonObject: the type of the questions under this topic
   * @param handler returns the answer: a Buffer, a String or a JsonObject, or a whole number if the
   *     question sums or compares; null if it has none. If it throws, fails or completes after half
   *     of the question's timeout, this node counts as failed.
   */
  public <T> Subscription onQuestion(String topic, Function<Message<T>, Future<?>> handler) {
    MessageConsumer<T> consumer = eventBus.localConsumer(addresses.ask(topic));
    consumer.handler(question -> answer(question, handler));
    return consumer::unregister;
  }

  private static <T> void answer(Message<T> question, Function<Message<T>, Future<?>> handler) {
    Future.succeededFuture(question)
        .compose(handler::apply)
        .onComplete(
            answer -> question.reply(answer, LOCAL),
            failure -> question.fail(HyParViewQuestions.HANDLER_FAILED, failure.toString()));
  }

  /** The registration of a handler. */
  @FunctionalInterface
  public interface Subscription {

    /** Ends it; the handler is not called any more once the future has succeeded. */
    Future<Void> cancel();
  }
}
