package org.hyparview.cluster.protocol.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

class EarlyDeltasTest {

  private final EarlyDeltas early = new EarlyDeltas();

  private static Delta delta(String owner, long version, int registrations) {
    Peer peer = new Peer(PeerId.of(owner), 1, new PeerAddress("127.0.0.1", 7_800));
    return new Delta(
        peer,
        new Stamp(1, version),
        Collections.nCopies(registrations, new RecordOp.AddRegistration(version, "a".repeat(200))));
  }

  private int taken(String owner) {
    Deque<Delta> deltas = early.take(PeerId.of(owner));
    return deltas == null ? 0 : deltas.size();
  }

  @Test
  void aNodesDeltasAreTakenInTheirOrder() {
    List<Delta> added = List.of(delta("a", 5, 1), delta("a", 3, 1), delta("a", 7, 1));
    added.forEach(early::add);
    early.add(delta("b", 1, 1));
    assertThat(early.take(PeerId.of("a"))).containsExactlyElementsOf(added);
    assertThat(taken("a")).isZero();
    assertThat(taken("b")).isOne();
    assertThat(early.bytes()).isZero();
  }

  @Test
  void ofOneNodeTheLastSixteenAreKept() {
    for (int i = 0; i < 40; i++) {
      early.add(delta("a", i, 1));
    }
    Deque<Delta> kept = early.take(PeerId.of("a"));
    assertThat(kept).hasSize(16).first().isEqualTo(delta("a", 24, 1));
  }

  @Test
  void oneNodesBytesAreBounded() {
    for (int i = 0; i < 16; i++) {
      early.add(delta("a", i, 1_000));
      assertThat(early.bytes()).isLessThanOrEqualTo(EarlyDeltas.MAX_BYTES_PER_NODE);
    }
    early.add(delta("a", 99, 8_000));
    assertThat(taken("a")).as("one of a megabyte and more is not kept").isEqualTo(4);
    assertThat(early.bytes()).isZero();
  }

  @Test
  void theBytesOfAllNodesAreBounded() {
    for (int i = 0; i < 256; i++) {
      for (int version = 0; version < 4; version++) {
        early.add(delta("n" + i, version, 1_000));
        assertThat(early.bytes()).isLessThanOrEqualTo(EarlyDeltas.MAX_BYTES);
      }
    }
    assertThat(taken("n0")).isZero();
    assertThat(taken("n255")).isEqualTo(4);
  }

  @Test
  void theNodesAreBounded() {
    for (int i = 0; i < 300; i++) {
      early.add(delta("n" + i, 0, 1));
    }
    assertThat(taken("n43")).isZero();
    assertThat(taken("n44")).isOne();
  }
}
