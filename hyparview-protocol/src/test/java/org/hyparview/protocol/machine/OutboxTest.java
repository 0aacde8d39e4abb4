package org.hyparview.protocol.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutboxTest {

  private final Outbox<String> outbox = new Outbox<>();

  @Test
  void whatComesInFirstGoesOutFirst() {
    outbox.add("a");
    outbox.add("b");
    assertThat(outbox.poll()).isEqualTo("a");
    outbox.add("a");
    assertThat(outbox.poll()).isEqualTo("b");
    assertThat(outbox.poll()).isEqualTo("a");
    assertThat(outbox.poll()).isNull();
  }

  @Test
  void itKnowsHowManyActionsWait() {
    assertThat(outbox.isEmpty()).isTrue();
    outbox.add("a");
    outbox.add("b");
    assertThat(outbox.size()).isEqualTo(2);
    assertThat(outbox.isEmpty()).isFalse();
    outbox.poll();
    outbox.poll();
    outbox.poll();
    assertThat(outbox.size()).isZero();
    assertThat(outbox.isEmpty()).isTrue();
  }
}
