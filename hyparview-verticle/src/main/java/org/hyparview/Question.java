package org.hyparview;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A question to all nodes: whom it concerns, how long it may take, and how the answers are combined
 * on their way back. By default all answers are collected. Not safe for concurrent changes.
 */
public final class Question {

  /** The most milliseconds that a question may wait for its turn. */
  private static final long QUEUE_MILLIS = 30_000;

  private final Object body;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private long timeout = HyParViewQuestions.DEFAULT_TIMEOUT;

  /**
   * Creates a question to the handlers of a topic.
   *
   * @param topic 1 to 255 bytes in UTF-8
   * @param body a Buffer, a String or a JsonObject
   */
  public Question(String topic, Object body) {
    this.body = Objects.requireNonNull(body, "body");
    headers.put(HyParViewQuestions.TOPIC, Objects.requireNonNull(topic, "topic"));
  }

  /**
   * Creates a question from JSON: {@code {"topic": "…", "body": …, "filter": "…", "timeout":
   * millis, "fold": "collect", "limit": n, "headers": {…}}}. Topic and body, a string or an object,
   * are required; the others mean what the headers of {@link HyParViewQuestions} do.
   *
   * @throws IllegalArgumentException if a required key is missing, or a value has a wrong type
   */
  public Question(JsonObject json) {
    this(
        field(json, HyParViewQuestions.TOPIC, String.class),
        json.getValue("body") instanceof JsonObject object
            ? object
            : field(json, "body", String.class));
    if (json.getValue("headers") != null) {
      field(json, "headers", JsonObject.class)
          .forEach(header -> addHeader(header.getKey(), String.valueOf(header.getValue())));
    }
    if (json.getValue(HyParViewQuestions.FILTER) != null) {
      setFilter(field(json, HyParViewQuestions.FILTER, String.class));
    }
    if (json.getValue(HyParViewQuestions.TIMEOUT) != null) {
      setTimeout(field(json, HyParViewQuestions.TIMEOUT, Number.class).longValue());
    }
    if (json.getValue(HyParViewQuestions.FOLD) != null) {
      fold(field(json, HyParViewQuestions.FOLD, String.class));
    }
    if (json.getValue(HyParViewQuestions.LIMIT) != null) {
      limit(field(json, HyParViewQuestions.LIMIT, Number.class).intValue());
    }
  }

  private static <T> T field(JsonObject json, String key, Class<T> type) {
    Object value = json.getValue(key);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("The key \"" + key + "\" of a question must be a "
          + type.getSimpleName() + ", but is " + value);
    }
    return type.cast(value);
  }

  /** Asks only the nodes whose tags match a {@link TagFilter}. */
  public Question setFilter(String filter) {
    return addHeader(HyParViewQuestions.FILTER, filter);
  }

  /**
   * Sets the most milliseconds until the answers, 1 to
   * {@link BroadcastOptions#setBroadcastRetention}; by default
   * {@value HyParViewQuestions#DEFAULT_TIMEOUT}. Handlers have half of that.
   */
  public Question setTimeout(long millis) {
    timeout = millis;
    return this;
  }

  /** Adds a header, which handlers receive. */
  public Question addHeader(String name, String value) {
    headers.put(name, Objects.requireNonNull(value, "value"));
    return this;
  }

  /** Collects all answers, as many as the options allow. */
  public Question collect() {
    return fold(HyParViewQuestions.COLLECT);
  }

  /**
   * Collects all answers while they have at most so many bytes, with the ids of their nodes.
   *
   * @param bytes 1 to {@link QuestionOptions#setMaxAnswersSize}
   */
  public Question collect(int bytes) {
    return collect().limit(bytes);
  }

  /** Counts the answers. */
  public Question count() {
    return fold(HyParViewQuestions.COUNT);
  }

  /** Adds up the answers, whole numbers. */
  public Question sum() {
    return fold(HyParViewQuestions.SUM);
  }

  /** Keeps the lowest answer, a whole number, and its node. */
  public Question min() {
    return fold(HyParViewQuestions.MIN);
  }

  /** Keeps the highest answer, a whole number, and its node. */
  public Question max() {
    return fold(HyParViewQuestions.MAX);
  }

  /**
   * Keeps the highest answers, whole numbers, and their nodes.
   *
   * @param results the number of them, 1 to 100
   */
  public Question top(int results) {
    return fold(HyParViewQuestions.TOP).limit(results);
  }

  private Question fold(String fold) {
    headers.put(HyParViewQuestions.FOLD, fold);
    headers.remove(HyParViewQuestions.LIMIT);
    return this;
  }

  private Question limit(int limit) {
    headers.put(HyParViewQuestions.LIMIT, String.valueOf(limit));
    return this;
  }

  Object body() {
    return body;
  }

  /**
   * Returns the headers and the timeout of the reply. The node refuses a timeout that is out of its
   * range, which must not overflow here.
   */
  DeliveryOptions delivery() {
    long reply = Math.max(1, Math.min(timeout, Integer.MAX_VALUE)) + QUEUE_MILLIS;
    DeliveryOptions options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(reply);
    headers.forEach(options::addHeader);
    return options.addHeader(HyParViewQuestions.TIMEOUT, String.valueOf(timeout));
  }
}
