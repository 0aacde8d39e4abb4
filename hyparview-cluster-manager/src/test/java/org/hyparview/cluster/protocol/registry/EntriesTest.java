package org.hyparview.cluster.protocol.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntriesTest {

  private final Entries entries = new Entries(4, 10_000);

  private static EntryKey key(int number) {
    return new EntryKey("map", Bytes.of((byte) number));
  }

  private void put(int key, @Nullable Bytes value, int millis) {
    long timestamp = (long) millis << HybridClock.COUNTER_BITS;
    entries.put(new Entry(key(key), value, timestamp, PeerId.of("a")));
  }

  @Test
  void ofRemovedEntriesTheOldestGoFirst() {
    for (int i = 0; i < 10; i++) {
      put(i, null, 100 - i);
    }
    assertThat(entries.all()).containsOnlyKeys(key(0), key(1), key(2), key(3));
  }

  @Test
  void anEntryThatIsWrittenAgainIsNoLongerRemoved() {
    put(1, null, 1);
    put(1, Bytes.EMPTY, 2);
    for (int i = 2; i < 10; i++) {
      put(i, null, i);
    }
    assertThat(entries.get(key(1))).isNotNull();
    entries.forgetBefore(100);
    assertThat(entries.all()).containsOnlyKeys(key(1));
  }

  @Test
  void nothingRemainsOfWhatIsForgotten() {
    for (int i = 0; i < 4; i++) {
      put(i, Bytes.of(new byte[1_000]), i);
    }
    assertThat(entries.hash()).isNotZero();
    for (int i = 0; i < 4; i++) {
      put(i, null, 10 + i);
    }
    entries.forgetBefore(12);
    assertThat(entries.all()).containsOnlyKeys(key(2), key(3));
    entries.forgetBefore(14);
    assertThat(entries.all()).isEmpty();
    assertThat(entries.hash()).isZero();
    assertThat(entries.hasRoomFor(key(1), Bytes.of(new byte[9_900]))).isTrue();
  }
}
