package org.hyparview;

import io.vertx.core.json.JsonObject;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;
import org.hyparview.protocol.plumtree.QuestionConfig;

/** The limits of questions, the same in all nodes; all are our choice. */
public class QuestionOptions extends Options<QuestionOptions> {

  private static final OptionTable ALL = new OptionTable();

  public static final Option<Integer> MAX_QUESTIONS = ALL.number("maxQuestions", 1_024, 1, 1 << 20);
  public static final Option<Integer> MAX_ANSWER_SIZE =
      ALL.number("maxAnswerSize", 64 << 10, 1, 16 << 20);
  public static final Option<Integer> MAX_ANSWERS_SIZE =
      ALL.number("maxAnswersSize", 256 << 10, 1, 16 << 20);
  public static final Option<Integer> ANSWER_MEMORY =
      ALL.number("answerMemory", 16 << 20, 0, 1 << 30);

  /** Creates the defaults. */
  public QuestionOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public QuestionOptions(QuestionOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public QuestionOptions(JsonObject json) {
    super(ALL, json);
  }

  /**
   * The questions that are open at a time, 1 to 1,048,576, of all nodes; default 1,024. More fail
   * at their origin, and this node counts as failed for those of others.
   */
  public QuestionOptions setMaxQuestions(int questions) {
    return set(MAX_QUESTIONS, questions);
  }

  /** The longest answer of this node in bytes, 1 to 16 MiB; default 64 KiB. */
  public QuestionOptions setMaxAnswerSize(int bytes) {
    return set(MAX_ANSWER_SIZE, bytes);
  }

  /**
   * The bytes of all collected answers to a question, with the ids of their nodes, 1 to 16 MiB;
   * default 256 KiB. Further answers are omitted and counted. Less than {@code maxFrameSize} by 48
   * KiB in any case.
   */
  public QuestionOptions setMaxAnswersSize(int bytes) {
    return set(MAX_ANSWERS_SIZE, bytes);
  }

  /**
   * The bytes of answers to all questions that are held at a time, 0 to 1 GiB; default 16 MiB. More
   * are omitted, or count as failed.
   */
  public QuestionOptions setAnswerMemory(int bytes) {
    return set(ANSWER_MEMORY, bytes);
  }

  /** The settings of the protocol, with messages that fit frames of this size. */
  public QuestionConfig toConfig(int maxFrameSize) {
    int mostInFrame = Math.max(1, maxFrameSize - QuestionConfig.MAX_OVERHEAD);
    return new QuestionConfig(
        get(MAX_QUESTIONS),
        get(MAX_ANSWER_SIZE),
        Math.min(get(MAX_ANSWERS_SIZE), mostInFrame),
        get(ANSWER_MEMORY));
  }
}
