package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hyparview.cluster.group.Linearizability.Call;
import org.junit.jupiter.api.Test;

/** The checker finds errors, and accepts correct histories. */
class LinearizabilityTest {

  /** A write of a value, or a read that returned one. */
  private record Op(boolean write, int value) {}

  private static boolean holds(List<Call<Op>> history) {
    return Linearizability.holds(
        history,
        0,
        (Integer state, Op op) ->
            op.write ? Integer.valueOf(op.value) : state == op.value ? state : null);
  }

  private static Call<Op> write(long called, long returned, int value) {
    return new Call<>(called, returned, new Op(true, value));
  }

  private static Call<Op> read(long called, long returned, int value) {
    return new Call<>(called, returned, new Op(false, value));
  }

  @Test
  void whatOverlapsMayGoEitherWay() {
    assertThat(holds(List.of(write(0, 10, 1), read(1, 2, 0), read(3, 4, 1)))).isTrue();
    assertThat(holds(List.of(write(0, 10, 1), write(0, 10, 2), read(11, 12, 1))))
        .isTrue();
  }

  @Test
  void aReadMustNotBeStaleNorGoBack() {
    assertThat(holds(List.of(write(0, 1, 1), read(2, 3, 0)))).isFalse();
    assertThat(holds(List.of(write(0, 10, 1), read(1, 2, 1), read(3, 4, 0)))).isFalse();
  }

  @Test
  void whatIsUnknownMayBeDoneLateOrNever() {
    Call<Op> unknown = write(0, Long.MAX_VALUE, 1);
    assertThat(holds(List.of(unknown, read(5, 6, 0), read(7, 8, 1)))).isTrue();
    assertThat(holds(List.of(unknown, read(5, 6, 0), read(7, 8, 0)))).isTrue();
    assertThat(holds(List.of(unknown, read(5, 6, 1), read(7, 8, 0)))).isFalse();
    assertThat(holds(List.of(unknown, read(5, 6, 2)))).isFalse();
  }
}
