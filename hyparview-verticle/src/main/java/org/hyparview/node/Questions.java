package org.hyparview.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;
import org.hyparview.protocol.plumtree.QuestionInputs;

/**
 * The user's side of questions on a {@link LinkHost}: passes in this node's questions and its
 * listener's answers, and reports outcomes to waiting callers.
 */
public final class Questions {

  private final LinkHost host;
  private final QuestionInputs inputs;
  private final QuestionListener listener;
  private final Map<MessageId, Promise<Answered>> unanswered = new HashMap<>();

  /**
   * Creates the user's side of a machine.
   *
   * @param inputs the inputs of the machine that the host runs
   */
  public Questions(LinkHost host, QuestionInputs inputs, QuestionListener listener) {
    this.host = host;
    this.inputs = inputs;
    this.listener = listener;
  }

  /**
   * Asks every node, this one included.
   *
   * @param payload must not be changed from now on
   * @param fold how the answers are combined; its range and that of the timeout are checked already
   * @return the outcome, complete or not; fails with a {@link TooManyQuestionsException}
   */
  public Future<Answered> ask(byte[] payload, Fold fold, long timeout) {
    Promise<Answered> answer = Promise.promise();
    host.input(now -> {
      MessageId id = inputs.ask(payload, fold, timeout, now);
      if (id == null) {
        host.afterwards(() -> answer.fail(new TooManyQuestionsException()));
      } else {
        unanswered.put(id, answer);
      }
    });
    return answer.future();
  }

  /** Passes a question to the listener, and its answer to the machine. */
  public void asked(Asked question) {
    host.afterwards(() -> answer(question));
  }

  private void answer(Asked question) {
    listener
        .asked(question)
        .otherwise(Answer.FAILED)
        .onSuccess(answer ->
            host.afterwards(() -> host.input(now -> inputs.answer(question.id(), answer, now))));
  }

  /** Reports the outcome of a question of this node. */
  public void answered(Answered outcome) {
    Promise<Answered> answer = unanswered.remove(outcome.id());
    if (answer != null) {
      host.afterwards(() -> answer.complete(outcome));
    }
  }

  /** Fails all waiting calls. */
  public void stop() {
    unanswered.values().forEach(answer -> answer.fail("The node has been stopped"));
    unanswered.clear();
  }
}
