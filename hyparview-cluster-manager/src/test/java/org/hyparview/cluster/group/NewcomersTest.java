package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewcomersTest {

  private final List<String> asked = new ArrayList<>();
  private long now = 1_000;
  private final Newcomers newcomers = new Newcomers(() -> now, asked::add);

  @Test
  void eachIsAskedOnceUntilItHasTold() {
    newcomers.met("a");
    newcomers.met("b");
    newcomers.ask();
    newcomers.ask();
    assertThat(asked).containsExactly("a", "b");
    newcomers.forget("a");
    assertThat(newcomers.haveTold()).isFalse();
    newcomers.forget("b");
    assertThat(newcomers.haveTold()).isTrue();
  }

  @Test
  void whoWasMetLongAgoHasToldByItself() {
    newcomers.met("a");
    now += Newcomers.NEWS_MILLIS - 1;
    newcomers.met("b");
    assertThat(newcomers.haveTold()).isFalse();
    now += 1;
    newcomers.ask();
    assertThat(newcomers.haveTold()).isFalse();
    now += Newcomers.NEWS_MILLIS;
    assertThat(newcomers.haveTold()).isTrue();
  }

  /** Its earlier process may have known nothing. */
  @Test
  void whoReturnsIsAskedAgain() {
    newcomers.met("a");
    newcomers.ask();
    newcomers.met("a");
    newcomers.ask();
    assertThat(asked).containsExactly("a", "a");
  }

  @Test
  void fewOfManyAreAskedAtATime() {
    for (int i = 0; i < 1_000; i++) {
      newcomers.met("n" + i);
    }
    newcomers.ask();
    assertThat(asked).hasSize(Newcomers.MAX_ASKED);
    asked.forEach(newcomers::forget);
    newcomers.ask();
    assertThat(asked).hasSize(2 * Newcomers.MAX_ASKED).doesNotHaveDuplicates();
  }
}
