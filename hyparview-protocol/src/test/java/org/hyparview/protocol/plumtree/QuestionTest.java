package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.CONFIG;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.PAYLOAD;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.SELF;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.ack;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.answers;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.id;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.ihave;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.peer;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.question;

import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;
import org.hyparview.protocol.plumtree.PlumtreeFixture.Actions;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Ack;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Gossip;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Graft;
import org.hyparview.protocol.plumtree.PlumtreeMessage.IHave;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Question;
import org.junit.jupiter.api.Test;

/** Questions: when a node answers for itself and its children, and what the origin reports. */
class QuestionTest {

  private static final MessageId Q = id(50, 0);
  private static final MessageId OWN = new MessageId(SELF.id(), SELF.incarnation(), 0);
  private static final int TIMEOUT = 8_000;
  private static final long SETTLE = CONFIG.settleTime();

  private final PlumtreeFixture fixture = new PlumtreeFixture();

  private static FoldResult sum(long nodes, long sum) {
    return new FoldResult(nodes, nodes, 0, 0, sum, List.of(), List.of(), List.of());
  }

  private static FoldResult failed(long answered, long sum, int node) {
    return new FoldResult(
        answered + 1, answered, 1, 0, sum, List.of(peer(node).id()), List.of(), List.of());
  }

  private static Answered answered(Actions actions) {
    return (Answered) actions.outcome();
  }

  // The origin

  @Test
  void anOriginWithoutNeighborsAnswersItself() {
    Actions asked = fixture.ask(Fold.SUM, TIMEOUT);
    assertThat(asked.of(Asked.class)).extracting(Asked::id).containsExactly(OWN);
    assertThat(asked.outcomes()).isEmpty();
    assertThat(fixture.answer(OWN, Answer.of(7)).outcome())
        .isEqualTo(new Answered(OWN, 1, sum(1, 7), true, List.of()));
  }

  @Test
  void anOriginWaitsForItsHostAndForAllNeighborsAndAddsTheirAnswers() {
    Actions sent = fixture.neighbors(3).lazy(3).ask(Fold.SUM, TIMEOUT);
    assertThat(sent.sent(Gossip.class))
        .containsOnly(new Gossip(OWN, 0, 1, true, PAYLOAD, new Question(Fold.SUM, TIMEOUT)))
        .hasSize(2);
    fixture.receive(1, answers(OWN, 1, sum(5, 50)));
    fixture.receive(2, answers(OWN, 1, sum(3, 30)));
    assertThat(fixture.answer(OWN, Answer.of(7)).outcomes()).isEmpty();
    assertThat(fixture.receive(3, ihave(OWN, 3, 1)).outcome())
        .isEqualTo(new Answered(OWN, 1, sum(9, 87), true, List.of()));
  }

  @Test
  void answersThatAreNotWaitedForDoNotCount() {
    fixture.neighbors(2).ask(Fold.SUM, TIMEOUT);
    fixture.answer(OWN, Answer.of(7));
    fixture.receive(1, answers(OWN, 1, sum(5, 50)));
    fixture.receive(1, answers(OWN, 1, sum(5, 50)));
    fixture.receive(2, answers(OWN, 2, sum(5, 50)));
    assertThat(answered(fixture.receive(2, answers(OWN, 1, sum(1, 1)))).result())
        .isEqualTo(sum(7, 58));
  }

  @Test
  void aChildWithoutAnswersMakesTheQuestionIncompleteAndIsNamed() {
    PlumtreeFixture one = new PlumtreeFixture(CONFIG.toBuilder().waveAttempts(1).build());
    one.machine.setAudience(new Audience() {
      @Override
      public boolean includesSelf() {
        return true;
      }

      @Override
      public boolean isAll(long sum) {
        return true;
      }
    });
    one.neighbors(1).ask(Fold.SUM, TIMEOUT);
    one.answer(OWN, Answer.of(7));
    assertThat(one.receive(1, ack(OWN, 1)).outcome())
        .isEqualTo(new Answered(OWN, 1, sum(1, 7), false, List.of(peer(1).id())));
  }

  @Test
  void anAudienceThatIsReachedMakesAnUncertainAttemptComplete() {
    fixture.machine.setAudience(new Audience() {
      @Override
      public boolean includesSelf() {
        return true;
      }

      @Override
      public boolean isAll(long sum) {
        return sum == Audience.mark(SELF.id()) + 5;
      }
    });
    fixture.neighbors(1).ask(Fold.SUM, TIMEOUT);
    fixture.answer(OWN, Answer.of(7));
    Ack unclean = new Ack(OWN, 1, false, List.of(peer(2).id()), 5, sum(1, 1));
    assertThat(fixture.receive(1, unclean).outcome())
        .isEqualTo(new Answered(OWN, 1, sum(2, 8), true, List.of()));
  }

  @Test
  void afterAnUncertainAttemptAllAnswersAreFoldedAnewAndTheHostIsNotAskedAgain() {
    fixture.neighbors(2).ask(Fold.SUM, TIMEOUT);
    fixture.answer(OWN, Answer.of(7));
    fixture.receive(1, answers(OWN, 1, sum(5, 50)));
    fixture.down(2);
    Actions again = fixture.pass(SETTLE + 1);
    assertThat(again.sent(IHave.class)).containsExactly(ihave(OWN, 0, 2));
    assertThat(again.of(Asked.class)).isEmpty();
    assertThat(fixture.receive(1, answers(OWN, 2, sum(6, 56))).outcomes())
        .as("the loss was too shortly before")
        .isEmpty();
    fixture.pass(SETTLE);
    assertThat(fixture.receive(1, answers(OWN, 3, sum(6, 56))).outcome())
        .isEqualTo(new Answered(OWN, 3, sum(7, 63), true, List.of()));
  }

  @Test
  void atTheTimeoutTheAttemptThatReachedMostIsReportedAsIncomplete() {
    fixture.neighbors(2).ask(Fold.SUM, TIMEOUT);
    fixture.answer(OWN, Answer.of(7));
    fixture.receive(1, answers(OWN, 1, sum(5, 50)));
    Answered outcome = answered(fixture.pass(TIMEOUT));
    assertThat(outcome)
        .isEqualTo(new Answered(OWN, 1, sum(6, 57), false, List.of(peer(2).id())));
  }

  @Test
  void tooManyQuestionsAreNotAsked() {
    PlumtreeFixture one = new PlumtreeFixture(
        CONFIG.toBuilder().questions(new QuestionConfig(1, 10, 10, 100)).build());
    one.ask(Fold.COUNT, TIMEOUT);
    assertThat(one.ask(Fold.COUNT, TIMEOUT).all()).isEmpty();
    assertThat(one.asked).isNull();
    one.pass(TIMEOUT);
    one.ask(Fold.COUNT, TIMEOUT);
    assertThat(one.asked).as("of the second that was asked").isNotNull();
  }

  @Test
  void boundsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixture.machine.ask(PAYLOAD, Fold.SUM, 0, 1))
        .withMessage("A timeout must be in 1..30000, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixture.machine.ask(PAYLOAD, Fold.collect(1 << 20), 1, 1))
        .withMessage("The most bytes of all answers must be in 1..262144, but is 1048576");
  }

  @Test
  void anAnswerThatIsTooLongOrDoesNotFitTheFoldCountsAsFailed() {
    fixture.ask(Fold.SUM, TIMEOUT);
    assertThat(answered(fixture.answer(OWN, Answer.of(new byte[1]))).result())
        .isEqualTo(failed(0, 0, 500));
    fixture.ask(Fold.COUNT, TIMEOUT);
    MessageId second = new MessageId(SELF.id(), SELF.incarnation(), 1);
    assertThat(answered(fixture.answer(second, Answer.of(new byte[65_537]))).result())
        .isEqualTo(failed(0, 0, 500));
  }

  @Test
  void aRenamedOriginReportsWhatItHas() {
    fixture.neighbors(1).ask(Fold.SUM, TIMEOUT);
    fixture.answer(OWN, Answer.of(7));
    Answered outcome =
        answered(fixture.renamed(new Peer(SELF.id(), SELF.incarnation() + 1, SELF.address())));
    assertThat(outcome.reachedAll()).isFalse();
  }

  // Others on the way

  @Test
  void aLeafAsksItsHostAndAnswersWhenTheHostHas() {
    Actions asked = fixture.neighbors(1).receive(1, question(Q, 1, Fold.SUM, TIMEOUT));
    assertThat(asked.delivered()).containsExactly(Q);
    assertThat(asked.of(Asked.class)).extracting(Asked::millis).containsExactly(TIMEOUT / 2L);
    assertThat(asked.to(1)).isEmpty();
    assertThat(fixture.answer(Q, Answer.of(3)).to(1)).containsExactly(answers(Q, 1, sum(1, 3)));
    assertThat(fixture.taken).isTrue();
  }

  @Test
  void aSecondAnswerIsIgnored() {
    fixture.neighbors(2).receive(1, question(Q, 1, Fold.SUM, TIMEOUT));
    fixture.answer(Q, Answer.of(3));
    fixture.answer(Q, Answer.of(100));
    assertThat(fixture.taken).isFalse();
    assertThat(fixture.receive(2, answers(Q, 1, sum(1, 1))).to(1))
        .containsExactly(answers(Q, 1, sum(2, 4)));
  }

  @Test
  void aHostThatIsLateFailsAndIsNamedAndItsAnswerDoesNotCount() {
    fixture.neighbors(2).receive(1, question(Q, 1, Fold.SUM, TIMEOUT));
    fixture.receive(2, answers(Q, 1, sum(1, 1)));
    assertThat(fixture.pass(TIMEOUT / 2 - 1).to(1)).isEmpty();
    assertThat(fixture.pass(1).to(1)).containsExactly(answers(Q, 1, failed(1, 1, 500)));
    fixture.answer(Q, Answer.of(3));
    assertThat(fixture.taken).isFalse();
  }

  @Test
  void theTimeThatIsLeftTravelsWithAQuestion() {
    fixture.neighbors(1).receive(1, question(Q, 0, Fold.SUM, TIMEOUT));
    fixture.pass(1_000);
    assertThat(fixture.receive(1, new Graft(Q, 1)).to(1))
        .containsExactly(new Gossip(Q, 3, 1, false, PAYLOAD, new Question(Fold.SUM, 7_000)));
    fixture.pass(TIMEOUT);
    assertThat(fixture.receive(1, new Graft(Q, 1)).to(1))
        .containsExactly(new Gossip(Q, 3, 1, false, PAYLOAD, new Question(Fold.SUM, 0)));
  }

  @Test
  void aQuestionWhoseTimeIsOverIsNotAskedButItsNodeCountsAsFailed() {
    Actions late = fixture.neighbors(1).receive(1, question(Q, 1, Fold.SUM, 0));
    assertThat(late.of(Asked.class)).isEmpty();
    assertThat(late.to(1)).containsExactly(answers(Q, 1, failed(0, 0, 500)));
  }

  @Test
  void aTimeBeyondTheRetentionIsCut() {
    fixture.neighbors(1).receive(1, question(Q, 1, Fold.SUM, Integer.MAX_VALUE));
    fixture.answer(Q, Answer.NONE);
    fixture.pass(CONFIG.retention());
    assertThat(fixture.machine.questions().size()).isZero();
    assertThat(fixture.isResting()).isTrue();
  }

  @Test
  void aNodeWithTooManyOpenQuestionsCountsAsFailed() {
    PlumtreeFixture one = new PlumtreeFixture(
        CONFIG.toBuilder().questions(new QuestionConfig(1, 10, 10, 100)).build());
    one.neighbors(1).receive(1, question(Q, 1, Fold.SUM, TIMEOUT));
    Actions second = one.receive(1, question(id(50, 1), 1, Fold.SUM, TIMEOUT));
    assertThat(second.of(Asked.class)).isEmpty();
    assertThat(second.to(1)).containsExactly(answers(id(50, 1), 1, failed(0, 0, 500)));
  }

  @Test
  void aQuestionThatWasAnsweredAndPassedOnMakesRoomForTheNext() {
    PlumtreeFixture one = new PlumtreeFixture(
        CONFIG.toBuilder().questions(new QuestionConfig(1, 10, 10, 100)).build());
    one.neighbors(1).receive(1, question(Q, 1, Fold.SUM, TIMEOUT));
    one.answer(Q, Answer.of(3));
    Actions second = one.receive(1, question(id(50, 1), 1, Fold.SUM, TIMEOUT));
    assertThat(second.of(Asked.class)).hasSize(1);
    assertThat(one.receive(1, ihave(Q, 1, 2)).to(1))
        .as("a further attempt of the first")
        .containsExactly(answers(Q, 2, failed(0, 0, 500)));
  }

  @Test
  void anAnswerWithoutSpaceCountsAsFailed() {
    PlumtreeFixture small = new PlumtreeFixture(
        CONFIG.toBuilder().questions(new QuestionConfig(9, 10, 100, 5)).build());
    small.neighbors(1).receive(1, question(Q, 1, Fold.COUNT, TIMEOUT));
    assertThat(small.answer(Q, Answer.of(new byte[6])).to(1))
        .containsExactly(answers(Q, 1, failed(0, 0, 500)));
  }

  @Test
  void inALaterAttemptANodeFoldsItsFirstAnswerAgain() {
    fixture.neighbors(2).receive(1, question(Q, 1, Fold.SUM, TIMEOUT));
    fixture.answer(Q, Answer.of(3));
    fixture.receive(2, answers(Q, 1, sum(1, 1)));
    Actions again = fixture.receive(2, ihave(Q, 1, 2));
    assertThat(again.of(Asked.class)).isEmpty();
    assertThat(fixture.receive(1, answers(Q, 2, sum(4, 4))).to(2))
        .containsExactly(answers(Q, 2, sum(5, 7)));
  }

  @Test
  void anAttemptThatWaitsForTheHostIsReplacedByALaterOneThatDoesAsWell() {
    fixture.neighbors(1).receive(1, question(Q, 1, Fold.SUM, TIMEOUT));
    assertThat(fixture.receive(1, ihave(Q, 1, 2)).to(1)).isEmpty();
    assertThat(fixture.answer(Q, Answer.of(3)).to(1)).containsExactly(answers(Q, 2, sum(1, 3)));
  }

  @Test
  void aPlainBroadcastIgnoresAnswers() {
    fixture.neighbors(2).receive(1, PlumtreeFixture.acknowledged(Q, 1));
    assertThat(fixture.receive(2, answers(Q, 1, sum(1, 1))).to(1)).containsExactly(ack(Q, 1));
  }
}
