package org.hyparview.node;

/** The failure of a question that was not asked: too many are open at this node. */
public final class TooManyQuestionsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception without a stack trace, since its cause is load. */
  TooManyQuestionsException() {
    super(
        "Not asked: too many questions are open at this node; try again later", null, false, false);
  }
}
