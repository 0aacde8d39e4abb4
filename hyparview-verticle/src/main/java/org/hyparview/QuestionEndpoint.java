package org.hyparview;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hyparview.node.QuestionListener;
import org.hyparview.protocol.peer.Ranges;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;
import org.hyparview.protocol.plumtree.QuestionConfig;
import org.hyparview.wire.AnswerBody;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.Envelope;
import org.hyparview.wire.Envelope.Kind;
import org.hyparview.wire.EnvelopeCodec;
import org.hyparview.wire.QuestionEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of a node's questions on the event bus of one Vert.x, at the
 * {@linkplain HyParViewAddresses addresses} of a prefix. All its messages stay in this Vert.x.
 *
 * <p>{@link HyParViewVerticle} uses it; it is for other hosts of an overlay.
 */
@SuppressWarnings("exports") // The listener is for other hosts, which see its package.
public final class QuestionEndpoint implements QuestionListener {

  /** The way to ask all nodes. */
  @FunctionalInterface
  public interface Asker {

    /** See {@link org.hyparview.node.OverlayNode#ask}. */
    Future<Answered> ask(byte[] payload, Fold fold, long timeout);
  }

  private static final Logger LOGGER = LoggerFactory.getLogger(HyParViewVerticle.class);
  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  /** The headers that address this node, and are not passed on unchanged. */
  private static final List<String> RESERVED = List.of(
      HyParViewQuestions.TOPIC,
      HyParViewQuestions.FILTER,
      HyParViewQuestions.TIMEOUT,
      HyParViewQuestions.FOLD,
      HyParViewQuestions.LIMIT,
      HyParViewQuestions.ORIGIN,
      HyParViewQuestions.HOPS);

  private final Vertx vertx;
  private final HyParViewAddresses addresses;
  private final int maxSize;
  private final int maxAnswer;
  private final int maxAnswers;
  private final Supplier<Map<String, String>> tags;
  private final Asker asker;
  private final EnvelopeCodec codec = new EnvelopeCodec();
  private @Nullable MessageConsumer<Object> consumer;
  private boolean failing;

  /**
   * Creates an endpoint that accepts no questions on the event bus yet.
   *
   * @param maxSize the most bytes of a question, with topic, filter and headers
   * @param tags the present tags of this node
   */
  public QuestionEndpoint(
      Vertx vertx,
      String prefix,
      QuestionConfig limits,
      int maxSize,
      Supplier<Map<String, String>> tags,
      Asker asker) {
    this.vertx = vertx;
    addresses = new HyParViewAddresses(prefix);
    this.maxSize = maxSize;
    maxAnswer = limits.maxAnswer();
    maxAnswers = limits.maxResult();
    this.tags = tags;
    this.asker = asker;
  }

  /** Begins to accept questions. */
  public void open() {
    consumer = vertx.eventBus().localConsumer(addresses.ask(), this::ask);
  }

  /** Ends that, if it has begun. */
  public Future<Void> close() {
    return consumer == null ? Future.succeededFuture() : consumer.unregister();
  }

  // Questions of this node

  private void ask(Message<Object> request) {
    try {
      ask(request.body(), request.headers())
          .onComplete(
              answers -> request.reply(answers, LOCAL),
              failure -> BroadcastFailure.reply(request, failure));
    } catch (IllegalArgumentException e) {
      BroadcastFailure.reply(request, e);
    }
  }

  private Future<JsonObject> ask(@Nullable Object body, MultiMap headers) {
    Fold fold = fold(headers);
    return asker
        .ask(encode(body, headers), fold, timeout(headers))
        .map(outcome -> Answers.json(fold, outcome));
  }

  /**
   * Asks a question without the event bus.
   *
   * @throws IllegalArgumentException if a part of it is not allowed
   */
  public Future<Answers> ask(Question question) {
    return ask(question.body(), question.delivery().getHeaders()).map(Answers::new);
  }

  private byte[] encode(@Nullable Object body, MultiMap headers) {
    String filter = headers.get(HyParViewQuestions.FILTER);
    if (filter != null) {
      TagFilter.parse(filter);
    }
    Buffer bytes =
        codec.encode(new QuestionEnvelope(filter == null ? "" : filter, envelope(body, headers)));
    if (bytes.length() > maxSize) {
      throw new IllegalArgumentException("A question must have at most " + maxSize
          + " bytes with its topic, filter and headers, but has " + bytes.length());
    }
    return bytes.getBytes();
  }

  private static Envelope envelope(@Nullable Object body, MultiMap headers) {
    Kind.of("A question", body);
    String topic = headers.get(HyParViewQuestions.TOPIC);
    return Envelope.of(
        topic == null ? HyParViewBroadcast.DEFAULT_TOPIC : topic,
        MessageHeaders.sent(headers, RESERVED),
        body);
  }

  private static long timeout(MultiMap headers) {
    String timeout = headers.get(HyParViewQuestions.TIMEOUT);
    return timeout == null
        ? HyParViewQuestions.DEFAULT_TIMEOUT
        : MessageHeaders.number(HyParViewQuestions.TIMEOUT, " of milliseconds", timeout);
  }

  private Fold fold(MultiMap headers) {
    String fold = headers.get(HyParViewQuestions.FOLD);
    return switch (fold == null ? HyParViewQuestions.COLLECT : fold) {
      case HyParViewQuestions.COLLECT -> Fold.collect(limit(headers, maxAnswers));
      case HyParViewQuestions.TOP -> Fold.top(limit(headers, HyParViewQuestions.DEFAULT_TOP));
      case HyParViewQuestions.COUNT -> Fold.COUNT;
      case HyParViewQuestions.SUM -> Fold.SUM;
      case HyParViewQuestions.MIN -> Fold.MIN;
      case HyParViewQuestions.MAX -> Fold.MAX;
      default ->
        throw new IllegalArgumentException("The header " + HyParViewQuestions.FOLD
            + " must be collect, count, sum, min, max or top, but is \"" + fold + "\"");
    };
  }

  private static int limit(MultiMap headers, int byDefault) {
    String limit = headers.get(HyParViewQuestions.LIMIT);
    return limit == null
        ? byDefault
        : (int) Ranges.check(
            "The header limit",
            MessageHeaders.number(HyParViewQuestions.LIMIT, "", limit),
            1,
            Integer.MAX_VALUE);
  }

  // Questions to this node

  @Override
  public Future<Answer> asked(Asked question) {
    try {
      QuestionEnvelope decoded = codec.decodeQuestion(Buffer.buffer(question.payload()));
      if (!TagFilter.parse(decoded.filter()).matches(tags.get())) {
        return Future.succeededFuture(Answer.NONE);
      }
      Object body = decoded.envelope().content();
      return vertx
          .eventBus()
          .request(addresses.ask(decoded.envelope().topic()), body, delivery(question, decoded))
          .map(reply -> answered(question.fold(), reply.body()))
          .recover(failure -> failed(decoded.envelope().topic(), failure));
    } catch (DecodeException | io.vertx.core.json.DecodeException | IllegalArgumentException e) {
      return failed("<topic>", e);
    }
  }

  private static DeliveryOptions delivery(Asked question, QuestionEnvelope decoded) {
    DeliveryOptions options = new DeliveryOptions(LOCAL).setSendTimeout(question.millis());
    decoded.envelope().headers().stream()
        .filter(header -> !MessageHeaders.isReserved(header.name(), RESERVED))
        .forEach(header -> options.addHeader(header.name(), header.value()));
    return options
        .addHeader(HyParViewQuestions.ORIGIN, question.id().origin().toString())
        .addHeader(HyParViewQuestions.HOPS, String.valueOf(question.round()));
  }

  /** Returns a handler's answer, if it has one. */
  private Answer answered(Fold fold, @Nullable Object body) {
    Answer answer = body == null ? Answer.NONE : answer(fold.kind(), body);
    failing = false;
    return answer;
  }

  private Answer answer(Fold.Kind fold, Object body) {
    return switch (fold) {
      case COLLECT -> collected(body);
      case COUNT -> Answer.of(1);
      case SUM, MIN, MAX, TOP -> Answer.of(wholeNumber(body));
    };
  }

  private Answer collected(Object body) {
    byte[] bytes = AnswerBody.of(body).encode();
    if (bytes.length > maxAnswer) {
      throw new IllegalArgumentException(
          "An answer must have at most " + maxAnswer + " bytes, but has " + bytes.length);
    }
    return Answer.of(bytes);
  }

  private static long wholeNumber(Object body) {
    if (body instanceof Long
        || body instanceof Integer
        || body instanceof Short
        || body instanceof Byte) {
      return ((Number) body).longValue();
    }
    throw new IllegalArgumentException(
        "An answer to this question must be a whole number, but is a "
            + body.getClass().getName());
  }

  /**
   * Returns that a handler has failed, unless there is none. The log reports the first failure
   * until the next success.
   */
  private Future<Answer> failed(String topic, Throwable failure) {
    if (failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return Future.succeededFuture(Answer.NONE);
    }
    if (!failing) {
      failing = true;
      LOGGER.warn("The handler at " + addresses.ask(topic)
          + " has not answered a question, which is incomplete therefore: "
          + failure.getMessage());
    }
    return Future.succeededFuture(Answer.FAILED);
  }
}
