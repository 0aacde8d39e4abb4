package org.hyparview.node;

import io.vertx.core.Future;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;

/** The listener to questions, called on the node's context. */
@FunctionalInterface
public interface QuestionListener {

  /** The listener that answers nothing. */
  QuestionListener NONE = question -> Future.succeededFuture(Answer.NONE);

  /**
   * Handles a question, asked once, also at its origin. Must not block, and must not call the node
   * from inside.
   *
   * @return this node's answer, completed on the node's context; a failure counts as
   *     {@link Answer#FAILED}, and so does an answer that comes later than the question allows
   */
  Future<Answer> asked(Asked question);
}
