package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.CloseReason;
import org.junit.jupiter.api.Test;

class RefusalLogTest {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final List<String> lines = new ArrayList<>();
  private final RefusalLog log = new RefusalLog(lines::add);

  @Test
  void theSameObjectionIsLoggedOnceAMinute() {
    assertThat(log("a", CloseReason.WRONG_CLUSTER, 0)).isTrue();
    assertThat(log("a", CloseReason.WRONG_CLUSTER, MINUTE - 1)).isFalse();
    assertThat(log("a", CloseReason.WRONG_CLUSTER, MINUTE)).isTrue();
    assertThat(log("a", CloseReason.WRONG_CLUSTER, 2 * MINUTE - 1)).isFalse();
  }

  @Test
  void anotherHostAndAnotherReasonAreLogged() {
    assertThat(log("a", CloseReason.WRONG_CLUSTER, 0)).isTrue();
    assertThat(log("b", CloseReason.WRONG_CLUSTER, 0)).isTrue();
    assertThat(log("a", CloseReason.WRONG_VERSION, 0)).isTrue();
  }

  @Test
  void aConflictOfAddressesIsLoggedOnceAMinute() {
    PeerAddress shared = new PeerAddress("172.17.0.1", 7800);
    log.logConflict(shared, "first", 0);
    log.logConflict(shared, "second", MINUTE - 1);
    log.logConflict(new PeerAddress("172.17.0.1", 7801), "other", MINUTE - 1);
    log.logConflict(shared, "third", MINUTE);
    assertThat(lines).containsExactly("first", "other", "third");
  }

  @Test
  void whatHappensInAHealthyClusterIsNotLogged() {
    assertThat(log("a", CloseReason.CONNECT_FAILED, 0)).isFalse();
    assertThat(log("a", CloseReason.SELF, 0)).isFalse();
    assertThat(log("a", CloseReason.STOPPED, 0)).isFalse();
  }

  @Test
  void manyHostsTakeNoMoreThanABoundedMemory() {
    assertThat(log("first", CloseReason.WRONG_CLUSTER, 0)).isTrue();
    for (int i = 0; i < 2_000; i++) {
      log("host " + i, CloseReason.WRONG_CLUSTER, 1);
    }
    assertThat(log("first", CloseReason.WRONG_CLUSTER, 2)).as("was forgotten").isTrue();
  }

  private boolean log(String host, CloseReason reason, long now) {
    lines.clear();
    log.log(host, reason, "the line", now);
    return lines.equals(List.of("the line"));
  }
}
