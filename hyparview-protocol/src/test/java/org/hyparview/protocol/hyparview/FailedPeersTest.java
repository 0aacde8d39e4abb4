package org.hyparview.protocol.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.protocol.hyparview.MachineFixture.later;
import static org.hyparview.protocol.hyparview.MachineFixture.peer;
import static org.hyparview.protocol.hyparview.MachineFixture.peers;

import java.util.SplittableRandom;
import org.hyparview.protocol.peer.Peer;
import org.junit.jupiter.api.Test;

class FailedPeersTest {

  private final SplittableRandom random = new SplittableRandom(3);
  private final FailedPeers failed = new FailedPeers(1_000);

  @Test
  void nobodyFailedAtFirst() {
    assertThat(failed.isEmpty()).isTrue();
    assertThat(failed.toList(0)).isEmpty();
    assertThat(failed.random(0, random)).isNull();
  }

  @Test
  void theyAreListedOldestFirstAndEachOnce() {
    failed.add(peer(1), 0);
    failed.add(peer(2), 1);
    failed.add(later(peer(1)), 2);
    assertThat(failed.toList(0)).containsExactly(peer(2), later(peer(1)));
    assertThat(failed.isEmpty()).isFalse();
  }

  @Test
  void anyLifeOfANodeIsRemoved() {
    failed.add(peer(1), 0);
    failed.add(peer(2), 0);
    failed.remove(later(peer(1)));
    assertThat(failed.toList(0)).containsExactly(peer(2));
  }

  @Test
  void theyAreForgottenAfterTheirTime() {
    failed.add(peer(1), 0);
    failed.add(peer(2), 500);
    assertThat(failed.random(999, random)).isIn(peer(1), peer(2));
    assertThat(failed.toList(0)).hasSize(2);
    assertThat(failed.random(1_000, random)).isEqualTo(peer(2));
    assertThat(failed.toList(0)).containsExactly(peer(2));
    assertThat(failed.random(1_500, random)).isNull();
    assertThat(failed.isEmpty()).isTrue();
  }

  @Test
  void theOldestMakesRoomForTheNewest() {
    peers(0, FailedPeers.LIMIT).forEach(peer -> failed.add(peer, 0));
    assertThat(failed.toList(0)).hasSize(FailedPeers.LIMIT);
    failed.add(peer(0), 1);
    assertThat(failed.toList(0)).as("one that is there already").hasSize(FailedPeers.LIMIT);
    failed.add(peer(100), 2);
    assertThat(failed.toList(0))
        .hasSize(FailedPeers.LIMIT)
        .contains(peer(0), peer(100))
        .doesNotContain(peer(1));
  }

  @Test
  void eachIsPickedEquallyOften() {
    peers(0, 8).forEach(peer -> failed.add(peer, 0));
    ChiSquare<Peer> picks = new ChiSquare<>(peers(0, 8));
    for (int i = 0; i < 4_000; i++) {
      Peer picked = failed.random(1, random);
      if (picked != null) {
        picks.count(picked);
      }
    }
    picks.assertEven();
  }
}
