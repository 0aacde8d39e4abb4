package org.hyparview;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.FoldResult;
import org.hyparview.protocol.plumtree.FoldResult.Collected;
import org.hyparview.protocol.plumtree.FoldResult.Ranked;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.wire.AnswerBody;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a question, and whether they are all. Immutable.
 *
 * <p>As JSON, the reply to a question at {@code hyparview.ask}: {@code {"complete": true, "nodes":
 * 5, "answered": 4, "failed": 0, "omitted": 0, "failures": [], "missing": []}}, and depending on
 * the fold {@code "answers": [{"node": "a", "body": …}, …]}, {@code "sum": 42}, or {@code "ranked":
 * [{"node": "a", "number": 42}, …]}. A body is a string or a JSON object; an answer that is a
 * Buffer has {@code bytes} in its place, which {@link JsonObject#getBuffer} reads.
 */
public final class Answers {

  private static final String NODE = "node";
  private static final String BODY = "body";
  private static final String BYTES = "bytes";
  private static final String NUMBER = "number";

  /** The answer of one node. */
  public static final class NodeAnswer {

    private final String node;
    private final Object value;

    private NodeAnswer(String node, Object value) {
      this.node = node;
      this.value = value;
    }

    /** Returns the id of the node. */
    public String node() {
      return node;
    }

    /**
     * Returns the answer.
     *
     * @param <T> Buffer, String or JsonObject, as the handler of that node has replied; Long for
     *     {@link Answers#ranked}
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as in Message
    public <T> T body() {
      return (T) value;
    }

    /** Returns the number that the node has answered. */
    public long number() {
      return ((Number) value).longValue();
    }

    @Override
    public String toString() {
      return node + ": " + value;
    }
  }

  private final JsonObject json;

  /**
   * Creates answers from the form that {@link #toJson} gives.
   *
   * @throws IllegalArgumentException if it says not whether they are complete
   */
  public Answers(JsonObject json) {
    this.json = json.copy();
    if (!(json.getValue("complete") instanceof Boolean)) {
      throw new IllegalArgumentException(
          "complete must be true or false, but is " + json.getValue("complete"));
    }
  }

  /** Returns the outcome of a question with this fold, in the form of {@link #toJson}. */
  static JsonObject json(Fold fold, Answered outcome) {
    FoldResult result = outcome.result();
    JsonObject json = new JsonObject();
    int unreadable = 0;
    switch (fold.kind()) {
      case COLLECT -> {
        JsonArray bodies = bodies(result.collected());
        unreadable = result.collected().size() - bodies.size();
        json.put("answers", bodies);
      }
      case SUM -> json.put("sum", result.sum());
      case MIN, MAX, TOP -> json.put("ranked", numbers(result.ranked()));
      case COUNT -> {}
    }
    return json.put("complete", outcome.reachedAll() && result.isComplete() && unreadable == 0)
        .put("nodes", result.nodes())
        .put("answered", result.answered())
        .put("failed", result.failed())
        .put("omitted", result.omitted() + unreadable)
        .put("failures", ids(result.failures()))
        .put("missing", ids(outcome.missing()));
  }

  private static JsonArray bodies(List<Collected> answers) {
    JsonArray bodies = new JsonArray();
    for (Collected answer : answers) {
      Object body = bodyOrNull(answer.bytes());
      if (body != null) {
        String field = body instanceof Buffer ? BYTES : BODY;
        bodies.add(new JsonObject().put(NODE, answer.node().toString()).put(field, body));
      }
    }
    return bodies;
  }

  /** Returns null for what no node of ours sends. */
  private static @Nullable Object bodyOrNull(byte[] bytes) {
    try {
      return AnswerBody.decode(bytes).content();
    } catch (DecodeException | io.vertx.core.json.DecodeException e) {
      return null;
    }
  }

  private static JsonArray numbers(List<Ranked> answers) {
    JsonArray numbers = new JsonArray();
    for (Ranked answer : answers) {
      numbers.add(
          new JsonObject().put(NODE, answer.node().toString()).put(NUMBER, answer.number()));
    }
    return numbers;
  }

  private static JsonArray ids(List<PeerId> nodes) {
    JsonArray ids = new JsonArray();
    nodes.forEach(node -> ids.add(node.toString()));
    return ids;
  }

  /**
   * Returns whether the answer of every live node in reach that the question concerns is in the
   * result, each once: no node is missing, none has failed, and no answer is omitted.
   */
  public boolean isComplete() {
    return json.getBoolean("complete");
  }

  /** Returns the number of nodes that were asked, whether the question concerns them or not. */
  public long nodes() {
    return json.getLong("nodes");
  }

  /** Returns the number of answers: the result of {@link Question#count}. */
  public long answered() {
    return json.getLong("answered");
  }

  /** Returns the number of nodes whose handler has failed or was late. */
  public long failed() {
    return json.getLong("failed");
  }

  /**
   * Returns the number of answers that are not in the result: beyond the bytes of
   * {@link Question#collect}, or beyond the range of a sum.
   */
  public long omitted() {
    return json.getLong("omitted");
  }

  /** Returns the ids of some nodes whose handler has failed or was late, at most 16. */
  public List<String> failures() {
    return strings("failures");
  }

  /**
   * Returns the ids of some nodes that may not be in the result, at most 16: nodes that did not
   * answer, or that their neighbors have lost meanwhile. Empty if none is known, and if all are in
   * the result for certain.
   */
  public List<String> missing() {
    return strings("missing");
  }

  private List<String> strings(String field) {
    return json.getJsonArray(field, new JsonArray()).stream()
        .map(String.class::cast)
        .toList();
  }

  /** Returns the result of {@link Question#sum}; 0 for other folds. */
  public long sum() {
    return json.getLong("sum", 0L);
  }

  /**
   * Returns the result of {@link Question#min}, {@link Question#max} and {@link Question#top}, best
   * first and of equal ones by node; empty for other folds, or without answers.
   */
  public List<NodeAnswer> ranked() {
    return entries("ranked");
  }

  /** Returns the result of {@link Question#collect}, in no order; empty for other folds. */
  public List<NodeAnswer> all() {
    return entries("answers");
  }

  private List<NodeAnswer> entries(String field) {
    return json.getJsonArray(field, new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .map(entry -> new NodeAnswer(entry.getString(NODE), valueOf(entry)))
        .toList();
  }

  private static Object valueOf(JsonObject entry) {
    if (entry.containsKey(BYTES)) {
      return entry.getBuffer(BYTES);
    }
    return entry.containsKey(NUMBER) ? entry.getLong(NUMBER) : entry.getValue(BODY);
  }

  /** Returns these answers as JSON. */
  public JsonObject toJson() {
    return json.copy();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Answers that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
