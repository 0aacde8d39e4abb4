package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.FoldResult.Collected;
import org.hyparview.protocol.plumtree.FoldResult.Ranked;
import org.junit.jupiter.api.Test;

/** The fold of answers: the same result along any tree, and bounds whatever a peer sends. */
class FoldingTest {

  private final AnswerSpace space = new AnswerSpace(1_000);

  private static PeerId node(int number) {
    return peer(number).id();
  }

  private Folding folding(Fold fold) {
    return new Folding(fold, space);
  }

  private static FoldResult numbers(long answered, long sum, Ranked... ranked) {
    return new FoldResult(answered, answered, 0, 0, sum, List.of(), List.of(ranked), List.of());
  }

  @Test
  void theResultIsTheSameAlongAnyTree() {
    for (long seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        answers.add(random.nextInt(4) == 0 ? Answer.NONE : Answer.of(random.nextLong(-9, 9)));
      }
      for (Fold fold : List.of(Fold.COUNT, Fold.SUM, Fold.MIN, Fold.MAX, Fold.top(5))) {
        assertThat(alongATree(fold, answers, random))
            .as("%s, seed %s", fold, seed)
            .isEqualTo(inARow(fold, answers));
      }
    }
  }

  private FoldResult inARow(Fold fold, List<Answer> answers) {
    Folding folding = folding(fold);
    for (int i = 0; i < answers.size(); i++) {
      folding.add(node(i), answers.get(i));
    }
    return folding.result();
  }

  /** Merges parts in random order until one is left. */
  private FoldResult alongATree(Fold fold, List<Answer> answers, SplittableRandom random) {
    List<Folding> parts = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Folding leaf = folding(fold);
      leaf.add(node(i), answers.get(i));
      parts.add(leaf);
    }
    while (parts.size() > 1) {
      Folding part = parts.remove(random.nextInt(parts.size()));
      parts.get(random.nextInt(parts.size())).add(part.result());
    }
    return parts.get(0).result();
  }

  @Test
  void ofEqualNumbersTheFirstNodesAreNamed() {
    Folding best = folding(Fold.top(2));
    best.add(numbers(3, 0, new Ranked(node(3), 5), new Ranked(node(2), 5), new Ranked(node(1), 5)));
    assertThat(best.result().ranked())
        .containsExactly(new Ranked(node(1), 5), new Ranked(node(2), 5));
  }

  @Test
  void aSumBeyondItsRangeOmitsAnswersAndSaysSo() {
    Folding sum = folding(Fold.SUM);
    sum.add(node(1), Answer.of(Long.MAX_VALUE));
    sum.add(numbers(3, 5));
    sum.add(node(2), Answer.of(-1));
    FoldResult result = sum.result();
    assertThat(result.sum()).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(result.answered()).isEqualTo(5);
    assertThat(result.omitted()).isEqualTo(3);
    assertThat(result.isComplete()).isFalse();
  }

  @Test
  void answersBeyondTheBytesAreOmittedButSmallerOnesStillFit() {
    Folding all = folding(Fold.collect(50));
    all.add(node(1), Answer.of(new byte[20]));
    all.add(node(2), Answer.of(new byte[20]));
    all.add(node(3), Answer.of(new byte[9]));
    FoldResult result = all.result();
    assertThat(result.collected())
        .containsExactly(new Collected(node(1), new byte[20]), new Collected(node(3), new byte[9]));
    assertThat(result.answered()).isEqualTo(3);
    assertThat(result.omitted()).isEqualTo(1);
    assertThat(space.taken()).isEqualTo(28 + 17 + 2);
    all.release();
    assertThat(space.taken()).isZero();
  }

  @Test
  void allQuestionsTogetherHoldNoMoreThanTheirSpace() {
    Folding one = folding(Fold.collect(10_000));
    one.add(node(1), Answer.of(new byte[900]));
    Folding other = folding(Fold.collect(10_000));
    other.add(node(2), Answer.of(new byte[900]));
    assertThat(other.result().omitted()).isEqualTo(1);
    one.release();
    other.add(node(3), Answer.of(new byte[900]));
    assertThat(other.result().collected()).hasSize(1);
  }

  @Test
  void failuresAreCountedAndSomeAreNamed() {
    Folding count = folding(Fold.COUNT);
    for (int i = 0; i < 20; i++) {
      count.add(node(i), Answer.FAILED);
    }
    count.add(node(30), Answer.of(new byte[3]));
    assertThat(count.result().failed()).isEqualTo(20);
    assertThat(count.result().failures()).hasSize(PlumtreeMessage.MAX_MISSING);
    assertThat(count.result().answered()).isEqualTo(1);
  }

  @Test
  void whatAPeerInventsStaysWithinTheBounds() {
    Folding count = folding(Fold.COUNT);
    long most = FoldResult.MAX_COUNT;
    FoldResult invented = new FoldResult(
        most,
        most,
        0,
        most,
        Long.MIN_VALUE,
        List.of(),
        List.of(new Ranked(node(1), 1)),
        List.of(new Collected(node(1), new byte[100])));
    count.add(node(2), Answer.FAILED);
    count.add(invented);
    count.add(invented);
    count.add(node(3), Answer.of(1));
    assertThat(count.result())
        .isEqualTo(new FoldResult(most, most, 0, most, 0, List.of(), List.of(), List.of()));
    assertThat(space.taken()).isZero();
  }

  @Test
  void countsThatContradictEachOtherAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FoldResult(1, 2, 0, 0, 0, List.of(), List.of(), List.of()))
        .withMessage("The number of answers must be in 0..1, but is 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FoldResult(2, 1, 2, 0, 0, List.of(), List.of(), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FoldResult(2, 1, 0, 2, 0, List.of(), List.of(), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FoldResult(2, 2, 0, 0, 0, List.of(node(1)), List.of(), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbers(1, 0, new Ranked(node(1), 1), new Ranked(node(2), 1)));
  }

  @Test
  void limitsHaveTheRangesOfTheirKinds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fold.top(Fold.MAX_TOP + 1))
        .withMessage("The number of results must be in 1..100, but is 101");
    assertThatIllegalArgumentException().isThrownBy(() -> Fold.collect(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Fold(Fold.Kind.MAX, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Fold(Fold.Kind.SUM, 1));
  }

  @Test
  void foldsOfNumbersRefuseBytes() {
    Answer bytes = Answer.of(new byte[1]);
    assertThat(Fold.SUM.accepts(bytes)).isFalse();
    assertThat(Fold.COUNT.accepts(bytes)).isTrue();
    assertThat(Fold.collect(1).accepts(bytes)).isTrue();
    assertThat(Fold.collect(1).accepts(Answer.of(1))).isFalse();
    assertThat(Fold.SUM.accepts(Answer.of(1))).isTrue();
    assertThat(Fold.SUM.accepts(Answer.NONE)).isTrue();
  }
}
