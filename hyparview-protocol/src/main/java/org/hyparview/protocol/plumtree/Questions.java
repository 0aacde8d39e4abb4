package org.hyparview.protocol.plumtree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;
import org.jspecify.annotations.Nullable;

/**
 * The questions that are open at this node, anybody's, each with the node's own answer as soon as
 * there is one. The answer is kept until the question's end, so each attempt folds the same one.
 */
final class Questions {

  /** One open question. */
  private static final class OpenQuestion {
    private final Fold fold;
    private final long answerBy;
    private final long end;
    private @Nullable Answer answer;
    private int attempt;

    private OpenQuestion(Fold fold, long answerBy, long end) {
      this.fold = fold;
      this.answerBy = answerBy;
      this.end = end;
    }

    private long deadline() {
      return answer == null ? answerBy : end;
    }

    private int size() {
      return answer == null ? 0 : answer.bytes().length;
    }
  }

  private final QuestionConfig config;
  private final long longest;
  private final PeerId self;
  private final Waves waves;
  private final Outbox<Plumtree.Host> outbox;
  private final AnswerSpace space;
  private final Map<MessageId, OpenQuestion> open = new LinkedHashMap<>();
  private long nextDeadline = Machine.NEVER;

  Questions(PlumtreeConfig config, PeerId self, Waves waves, Outbox<Plumtree.Host> outbox) {
    this.config = config.questions();
    longest = config.retention();
    this.self = self;
    this.waves = waves;
    this.outbox = outbox;
    space = new AnswerSpace(this.config.space());
  }

  /**
   * Makes room for one more question: forgets the oldest that this node has answered and passed on.
   * In a further attempt of that one the node would count as failed.
   *
   * @return false if there is no such question
   */
  boolean makeRoom() {
    if (open.size() < config.open()) {
      return true;
    }
    for (Map.Entry<MessageId, OpenQuestion> entry : open.entrySet()) {
      Wave wave = waves.get(entry.getKey());
      if (entry.getValue().answer != null && (wave == null || !wave.isOpen())) {
        open.remove(entry.getKey());
        space.free(entry.getValue().size());
        return true;
      }
    }
    return false;
  }

  /** Asks the host, unless the time is over or too many questions are open. */
  void ask(CachedMessage message, Fold fold, long now) {
    long left = Math.min(longest, message.questionEnd - now);
    if (left <= 0 || !makeRoom()) {
      return;
    }
    // Half of the time is for handlers, and half for the way back.
    long patience = Math.max(1, left / 2);
    OpenQuestion question = new OpenQuestion(config.limited(fold), now + patience, now + left);
    open.put(message.id, question);
    nextDeadline = Math.min(nextDeadline, question.answerBy);
    outbox.add(new Asked(message.id, message.round, message.payload, fold, patience));
  }

  /**
   * Takes the answer of the host. An answer that is too long, or of a kind that the fold doesn't
   * accept, counts as a failure.
   *
   * @return false if the question is not open any more or answered already
   */
  boolean answer(MessageId id, Answer answer, long now) {
    OpenQuestion question = open.get(id);
    if (question == null || question.answer != null) {
      return false;
    }
    int size = answer.bytes().length;
    boolean fits = size <= config.maxAnswer() && question.fold.accepts(answer) && space.take(size);
    settle(id, question, fits ? answer : Answer.FAILED, now);
    return true;
  }

  private void settle(MessageId id, OpenQuestion question, Answer answer, long now) {
    question.answer = answer;
    nextDeadline = Math.min(nextDeadline, question.end);
    Wave wave = waves.get(id);
    Folding folding = wave == null ? null : wave.folding();
    if (wave != null && folding != null && wave.isWaitingForHost()) {
      folding.add(self, answer);
      wave.hostAnswered();
      waves.settle(wave, now);
    }
  }

  /** Returns the time until the end of a question, or the given one if it is none. */
  long timeLeft(MessageId id, long other, long now) {
    OpenQuestion question = open.get(id);
    return question == null ? other : Math.max(1, question.end - now);
  }

  /**
   * Begins the fold of an attempt. If this node has answered in the same attempt before, which it
   * has forgotten since, the attempt is uncertain.
   */
  void join(Wave wave, @Nullable CachedMessage message) {
    OpenQuestion question = open.get(wave.id);
    if (question != null) {
      Folding folding = new Folding(question.fold, space);
      boolean again = wave.attempt <= question.attempt;
      question.attempt = wave.attempt;
      wave.fold(folding, question.answer == null && !again);
      if (again) {
        wave.taint(self);
      } else if (question.answer != null) {
        folding.add(self, question.answer);
      }
    } else if (message != null && message.fold != null) {
      Folding folding = new Folding(config.limited(message.fold), space);
      folding.add(self, Answer.FAILED);
      wave.fold(folding, false);
    }
  }

  /** Gives up late handlers, and forgets the questions whose time is over. */
  void wake(long now) {
    if (nextDeadline <= now) {
      for (Map.Entry<MessageId, OpenQuestion> entry : List.copyOf(open.entrySet())) {
        OpenQuestion question = entry.getValue();
        if (question.answer == null && question.answerBy <= now) {
          settle(entry.getKey(), question, Answer.FAILED, now);
        }
        if (question.end <= now) {
          open.remove(entry.getKey());
          space.free(question.size());
        }
      }
      nextDeadline = Machine.NEVER;
      open.values().forEach(left -> nextDeadline = Math.min(nextDeadline, left.deadline()));
    }
  }

  long deadline() {
    return nextDeadline;
  }

  /** Returns whether a question is open that the host has not answered. */
  boolean isUnanswered(MessageId id) {
    OpenQuestion question = open.get(id);
    return question != null && question.answer == null;
  }

  int size() {
    return open.size();
  }

  long held() {
    return space.taken();
  }
}
