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

  /** What is lost is given up once as many have come after it as fit into the window. */
  @Test
  void whatAFullWindowLacksCountsAsSeen() {
    for (long sequence = 1; sequence <= 64; sequence++) {
      assertThat(seen.contains(id(1, 0))).isFalse();
      seen.add(id(1, sequence));
    }
    assertThat(seen.contains(id(1, 0))).isTrue();
  }

  @Test
  void aHighSequenceMakesNoOtherMessageSeen() {
    seen.add(id(1, 0));
    assertThat(seen.add(id(1, MessageId.MAX_SEQUENCE))).isTrue();
    assertThat(seen.add(id(1, 64))).isTrue();
    assertThat(seen.add(id(1, 200))).isTrue();
    for (long sequence = 1; sequence < 300; sequence++) {
      boolean isNew = sequence != 64 && sequence != 200;
      assertThat(seen.add(id(1, sequence))).as("sequence %s", sequence).isEqualTo(isNew);
    }
    assertThat(seen.contains(id(1, MessageId.MAX_SEQUENCE))).isTrue();
    assertThat(seen.contains(id(1, MessageId.MAX_SEQUENCE - 1))).isFalse();
  }

  /** An attacker that forges many opens many windows; that of the origin is used all the time. */
  @Test
  void manyHighSequencesLeaveTheWindowInUseAlone() {
    for (long sequence = 0; sequence < 1_000; sequence++) {
      assertThat(seen.add(id(1, sequence))).isTrue();
      seen.add(id(1, MessageId.MAX_SEQUENCE - 1_000 * sequence));
      assertThat(seen.contains(id(1, sequence))).isTrue();
    }
    assertThat(seen.contains(id(1, 999))).isTrue();
    assertThat(seen.contains(id(1, 1_000))).isFalse();
  }

  @Test
  void theHighestSequencesAreNoTrap() {
    seen.add(id(1, MessageId.MAX_SEQUENCE));
    for (long back = 1; back < 32; back++) {
      assertThat(seen.add(id(1, MessageId.MAX_SEQUENCE - back))).isTrue();
      assertThat(seen.add(id(1, MessageId.MAX_SEQUENCE - back))).isFalse();
    }
    assertThat(seen.add(id(1, MessageId.MAX_SEQUENCE))).isFalse();
  }

  private static MessageId inIncarnation(long incarnation, long sequence) {
    return new MessageId(peer(1).id(), incarnation, sequence);
  }

  /** The clock of a restarted node may be earlier than at its former start. */
  @Test
  void anEarlierIncarnationIsAsGoodAsALaterOne() {
    assertThat(seen.add(inIncarnation(Long.MAX_VALUE, 5))).isTrue();
    for (long sequence = 0; sequence < 200; sequence++) {
      assertThat(seen.add(inIncarnation(3, sequence))).isTrue();
      assertThat(seen.add(inIncarnation(3, sequence))).isFalse();
    }
    assertThat(seen.add(inIncarnation(Long.MAX_VALUE, 5))).isFalse();
    assertThat(seen.add(inIncarnation(Long.MAX_VALUE, 6))).isTrue();
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

  /** The obvious way to say the same: a set of all that came. Messages are lost, late and apart. */
  @Test
  void windowsSayWhatASetWouldSay() {
    int width = 128;
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SeenMessages windows = new SeenMessages(1, width);
      TreeSet<Long> set = new TreeSet<>();
      long latest = 0;
      long center = 0;
      for (int i = 0; i < 2_000; i++) {
        center += random.nextInt(random.nextInt(50) == 0 ? 300 : 3);
        long sequence = Math.max(0, center - random.nextInt(width / 2));
        latest = Math.max(latest, sequence);
        boolean isNew = !set.contains(sequence);
        MessageId id = id(1, sequence);
        assertThat(windows.contains(id)).as("seed %s, %s", seed, id).isEqualTo(!isNew);
        assertThat(windows.add(id)).as("seed %s, %s", seed, id).isEqualTo(isNew);
        set.add(sequence);
      }
      for (long sequence = latest - width / 2; sequence < latest + 2L * width; sequence++) {
        assertThat(windows.contains(id(1, sequence))).isEqualTo(set.contains(sequence));
      }
    }
  }
}
