package org.hyparview.protocol.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PeerTest {

  private static final PeerId ID = PeerId.of("a");
  private static final PeerAddress ADDRESS = new PeerAddress("host", 7100);

  private final Peer peer = new Peer(ID, 5, ADDRESS);

  @Test
  void itHasAnIdAnIncarnationAndAnAddress() {
    assertThat(peer.id()).isEqualTo(ID);
    assertThat(peer.incarnation()).isEqualTo(5);
    assertThat(peer.address()).isEqualTo(ADDRESS);
    assertThat(peer.host()).isEqualTo("host");
    assertThat(peer.port()).isEqualTo(7100);
    assertThat(peer).hasToString("a@host:7100");
  }

  @Test
  void anIncarnationIsNotNegative() {
    assertThat(new Peer(ID, 0, ADDRESS).incarnation()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Peer(ID, -1, ADDRESS))
        .withMessage("An incarnation must not be negative, but is -1");
  }

  @Test
  void equalPeersAgreeInAllThree() {
    assertThat(peer)
        .isEqualTo(new Peer(PeerId.of("a"), 5, new PeerAddress("host", 7100)))
        .hasSameHashCodeAs(new Peer(PeerId.of("a"), 5, new PeerAddress("host", 7100)))
        .isNotEqualTo(new Peer(PeerId.of("b"), 5, ADDRESS))
        .isNotEqualTo(new Peer(ID, 6, ADDRESS))
        .isNotEqualTo(new Peer(ID, 5, new PeerAddress("host", 7101)))
        .isNotEqualTo("a@host:7100");
  }

  @Test
  void theSameNodeHasTheSameIdWhateverItsLifeAndAddress() {
    assertThat(peer.sameNode(new Peer(ID, 6, new PeerAddress("other", 1)))).isTrue();
    assertThat(peer.sameNode(new Peer(PeerId.of("b"), 5, ADDRESS))).isFalse();
  }

  @Test
  void theHigherIncarnationIsTheLaterLife() {
    Peer reborn = peer.withIncarnation(6);
    assertThat(reborn).isEqualTo(new Peer(ID, 6, ADDRESS));
    assertThat(reborn.isLaterThan(peer)).isTrue();
    assertThat(peer.isLaterThan(reborn)).isFalse();
    assertThat(peer.isLaterThan(peer)).isFalse();
  }
}
