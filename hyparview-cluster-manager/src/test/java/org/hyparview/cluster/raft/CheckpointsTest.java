package org.hyparview.cluster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hyparview.cluster.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointsTest {

  private final Checkpoints checkpoints = new Checkpoints();

  private static LongStream seeds() {
    return Seeds.all(100);
  }

  @Test
  void entriesThatAreNoBatchesChangeNothing() {
    assertThat(checkpoints.isEmpty()).isTrue();
    checkpoints.add(3, 30);
    checkpoints.add(6, 60);
    assertThat(checkpoints.at(2)).isEmpty();
    assertThat(checkpoints.at(3)).isEqualTo(OptionalLong.of(30));
    assertThat(checkpoints.at(5)).isEqualTo(OptionalLong.of(30));
    assertThat(checkpoints.at(6)).isEqualTo(OptionalLong.of(60));
    assertThat(checkpoints.at(7)).isEmpty();
  }

  @Test
  void onlyTheLastOnesAreKept() {
    LongStream.rangeClosed(1, 20_000).forEach(index -> checkpoints.add(index, -index));
    assertThat(checkpoints.at(20_000)).isEqualTo(OptionalLong.of(-20_000));
    assertThat(checkpoints.at(20_000 - 8_191)).isEqualTo(OptionalLong.of(-20_000 + 8_191));
    assertThat(checkpoints.at(20_000 - 8_192)).isEmpty();
    checkpoints.add(40_000, 4);
    assertThat(checkpoints.at(39_999)).isEqualTo(OptionalLong.of(-20_000));
    assertThat(checkpoints.at(20_000)).isEmpty();
  }

  @Test
  void aSnapshotRestarts() {
    checkpoints.add(1, 10);
    checkpoints.restart(50, 500);
    assertThat(checkpoints.at(1)).isEmpty();
    assertThat(checkpoints.next()).isEqualTo(new Checkpoint(50, 500));
    assertThat(checkpoints.next()).isEqualTo(new Checkpoint(50, 500));
    checkpoints.add(51, 510);
    assertThat(checkpoints.next()).isEqualTo(new Checkpoint(51, 510));
  }

  /** However fast batches come, and whenever they look. */
  @ParameterizedTest
  @MethodSource("seeds")
  void anyTwoReportTheSameIndexInOneOfAFewCalls(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Checkpoints other = new Checkpoints();
    long index = 1L + random.nextInt(100_000);
    int pace = 1 + random.nextInt(1_000);
    for (int round = 0; round < 20; round++) {
      Set<Checkpoint> reported = new HashSet<>();
      boolean same = false;
      for (int call = 0; call < 5; call++) {
        index = add(index, random.nextInt(pace), other);
        same |= !reported.add(checkpoints.next());
        index = add(index, random.nextInt(pace), other);
        same |= !reported.add(other.next());
      }
      assertThat(same).isTrue();
    }
  }

  private long add(long index, int count, Checkpoints other) {
    for (long next = index; next <= index + count; next++) {
      checkpoints.add(next, next);
      other.add(next, next);
    }
    return index + count + 1;
  }
}
