package org.hyparview.protocol.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

  /** Something to be said to a list of words. */
  private record Saying(String words) implements Output<List<String>> {

    @Override
    public void passTo(List<String> host) {
      host.add(words);
    }
  }

  private static final Saying A = new Saying("a");
  private static final Saying B = new Saying("b");

  private final Outbox<List<String>> outbox = new Outbox<>();

  @Test
  void whatComesInFirstGoesOutFirst() {
    outbox.add(A);
    outbox.add(B);
    assertThat(outbox.poll()).isEqualTo(A);
    outbox.add(A);
    assertThat(outbox.poll()).isEqualTo(B);
    assertThat(outbox.poll()).isEqualTo(A);
    assertThat(outbox.poll()).isNull();
  }

  @Test
  void aHostIsPassedAllInOrderAndWhatIsAddedMeanwhile() {
    Output<List<String>> more = host -> outbox.add(A);
    outbox.add(A);
    outbox.add(more);
    outbox.add(B);
    List<String> words = new ArrayList<>();
    outbox.drainTo(words);
    assertThat(words).containsExactly("a", "b", "a");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void itKnowsHowManyOutputsWait() {
    assertThat(outbox.isEmpty()).isTrue();
    outbox.add(A);
    outbox.add(B);
    assertThat(outbox.size()).isEqualTo(2);
    assertThat(outbox.isEmpty()).isFalse();
    outbox.poll();
    outbox.poll();
    outbox.poll();
    assertThat(outbox.size()).isZero();
    assertThat(outbox.isEmpty()).isTrue();
  }
}
