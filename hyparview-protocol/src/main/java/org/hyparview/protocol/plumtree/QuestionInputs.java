package org.hyparview.protocol.plumtree;

import org.jspecify.annotations.Nullable;

/** The inputs of {@link Plumtree} that concern questions; also of a machine that contains it. */
public interface QuestionInputs {

  /**
   * Asks every node of the overlay, this one included, a question, and eventually reports the
   * answers by {@link PlumtreeEvent.Answered}. In reach are the nodes that are in reach of an
   * acknowledged broadcast.
   *
   * @param payload must not be changed from now on; may be empty
   * @param fold how the answers are combined
   * @param timeout the most milliseconds until then, 1..{@link PlumtreeConfig#retention}; handlers
   *     have half of it
   * @return the name of the question, or null if too many are open; then it was not asked
   * @throws IllegalArgumentException if the payload, the fold or the timeout is out of its range
   */
  @Nullable
  MessageId ask(byte[] payload, Fold fold, long timeout, long now);

  /**
   * Takes this node's answer to a question that was {@linkplain PlumtreeEvent.Asked asked}. An
   * answer that is longer than {@link QuestionConfig#maxAnswer}, or that the question's fold does
   * not {@linkplain Fold#accepts accept}, counts as a failure.
   *
   * @return false if it comes too late or is not the first; then it is ignored
   */
  boolean answer(MessageId id, Answer answer, long now);
}
