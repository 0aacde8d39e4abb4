package org.hyparview;

/**
 * The vocabulary of questions on the event bus: headers and folds.
 *
 * <p>A message to {@link HyParViewAddresses#ask()} is a question to all live nodes, the sender
 * included. At each, one handler at {@link HyParViewAddresses#ask(String)} is asked, and replies.
 * The reply to the sender has the form of {@link Answers#toJson}: whether it is complete, and the
 * answers as the fold combines them on their way back. The body is a Buffer, a String or a
 * JsonObject. Headers other than those below are passed on with it.
 *
 * <p>A handler replies with a Buffer, a String or a JsonObject if the fold is {@link #COLLECT},
 * with anything if it is {@link #COUNT}, and else with a whole number. A null reply is no answer,
 * and so is a node without a handler, or one that the filter does not match: neither is missing. A
 * handler that fails the message, replies with something else or too much, or has not replied after
 * half of the timeout makes the answers incomplete, and is named.
 *
 * <p>Failure codes are those of broadcast: {@link HyParViewBroadcast#BAD_REQUEST} and
 * {@link HyParViewBroadcast#BUSY}. Answers that are incomplete are no failure.
 */
public final class HyParViewQuestions {

  /** The header of a question with the topic, 1 to 255 bytes in UTF-8. */
  public static final String TOPIC = HyParViewBroadcast.TOPIC;

  /** The header of a question with the filter for the tags of nodes; by default all are asked. */
  public static final String FILTER = "filter";

  /**
   * The header of a question with the most milliseconds until the reply; 1 to
   * {@link BroadcastOptions#setBroadcastRetention}, by default {@value #DEFAULT_TIMEOUT}.
   */
  public static final String TIMEOUT = "timeout";

  /** The milliseconds until the reply to a question without the header. */
  public static final int DEFAULT_TIMEOUT = 5_000;

  /** The header of a question that says how answers are combined; by default {@link #COLLECT}. */
  public static final String FOLD = "fold";

  /**
   * The header of a question with the most bytes of all answers to {@link #COLLECT}, by default
   * {@link QuestionOptions#setMaxAnswersSize}, or the number of results of {@link #TOP}, 1 to 100,
   * by default {@value #DEFAULT_TOP}.
   */
  public static final String LIMIT = "limit";

  /** The number of results of {@link #TOP} without a {@link #LIMIT}. */
  public static final int DEFAULT_TOP = 10;

  /** The fold that keeps all answers, each with its node. */
  public static final String COLLECT = "collect";

  /** The fold that counts the answers. */
  public static final String COUNT = "count";

  /** The fold that adds up the numbers. */
  public static final String SUM = "sum";

  /** The fold that keeps the lowest number, with its node. */
  public static final String MIN = "min";

  /** The fold that keeps the highest number, with its node. */
  public static final String MAX = "max";

  /** The fold that keeps the highest numbers, with their nodes. */
  public static final String TOP = "top";

  /** The header of a delivered question with the id of the node that asked it. */
  public static final String ORIGIN = HyParViewBroadcast.ORIGIN;

  /** The header of a delivered question with the number of links that it crossed. */
  public static final String HOPS = HyParViewBroadcast.HOPS;

  /** The code with which {@link HyParViewClient#onQuestion} fails a question. */
  public static final int HANDLER_FAILED = 500;

  private HyParViewQuestions() {}
}
