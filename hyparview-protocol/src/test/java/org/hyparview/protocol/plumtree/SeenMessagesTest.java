package org.hyparview.protocol.plumtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.id;
import static org.hyparview.protocol.plumtree.PlumtreeFixture.peer;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SeenMessagesTest {

  private final SeenMessages seen = new SeenMessages(2, 64);

  @Test
  void aMessageIsNewOnce() {
    assertThat(seen.contains(id(1, 0))).isFalse();
    assertThat(seen.add(id(1, 0))).isTrue();
    assertThat(seen.contains(id(1, 0))).isTrue();
    assertThat(seen.add(id(1, 0))).isFalse();
    assertThat(seen.add(id(2, 0))).isTrue();
  }

  @Test
  void whatIsBelowTheWindowCountsAsSeen() {
    seen.add(id(1, 100));
    assertThat(seen.contains(id(1, 36))).isTrue();
    assertThat(seen.contains(id(1, 37))).isFalse();
    assertThat(seen.add(id(1, 37))).isTrue();
  }

  @Test
  void theHighestSequenceIsNoTrap() {
    seen.add(id(1, MessageId.MAX_SEQUENCE));
    for (long back = 1; back < 64; back++) {
      assertThat(seen.add(id(1, MessageId.MAX_SEQUENCE - back))).isTrue();
    }
    assertThat(seen.contains(id(1, 0))).isTrue();
    assertThat(seen.contains(id(1, MessageId.MAX_SEQUENCE))).isTrue();
    assertThat(seen.add(id(1, MessageId.MAX_SEQUENCE))).isFalse();
  }

  @Test
  void aLaterLifeBeginsAnewAndSupersedesTheFormer() {
    seen.add(id(1, 5));
    MessageId later = new MessageId(peer(1).id(), 8, 5);
    assertThat(seen.contains(later)).isFalse();
    assertThat(seen.add(later)).isTrue();
    assertThat(seen.contains(id(1, 6))).isTrue();
    assertThat(seen.add(id(1, 6))).isFalse();
    assertThat(seen.origins()).isOne();
  }

  @Test
  void theOriginThatWasHeardOfLeastRecentlyIsForgotten() {
    seen.add(id(1, 0));
    seen.add(id(2, 0));
    seen.contains(id(1, 0));
    seen.add(id(3, 0));
    assertThat(seen.origins()).isEqualTo(2);
    assertThat(seen.contains(id(1, 0))).isTrue();
    assertThat(seen.contains(id(2, 0))).isFalse();
  }

  /** The obvious way to say the same: all that came, and how far the window has moved. */
  @Test
  void windowsSayWhatASetWouldSay() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SeenMessages windows = new SeenMessages(1, 128);
      TreeSet<Long> set = new TreeSet<>();
      long base = 0;
      long center = 0;
      for (int i = 0; i < 2_000; i++) {
        center += random.nextInt(random.nextInt(50) == 0 ? 300 : 3);
        long sequence = Math.max(0, center - random.nextInt(160));
        boolean isNew = sequence >= base && !set.contains(sequence);
        MessageId id = id(1, sequence);
        assertThat(windows.contains(id)).as("seed %s, %s", seed, id).isEqualTo(!isNew);
        assertThat(windows.add(id)).as("seed %s, %s", seed, id).isEqualTo(isNew);
        set.add(sequence);
        base = Math.max(base, sequence - 127);
      }
    }
  }
}
