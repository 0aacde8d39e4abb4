package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.Test;

/** The ERROR about two nodes with one id. */
class DuplicateIdsTest {

  private static final PeerId ID = PeerId.of("device");

  private final List<String> errors = new ArrayList<>();
  private final DuplicateIds ids = new DuplicateIds(errors::add);

  private void up(int port, long now) {
    ids.up(new Peer(ID, now, new PeerAddress("host", port)), now);
  }

  @Test
  void anIdThatMovesBackAndForthIsReportedOnceWithBothAddresses() {
    for (int i = 0; i < 100; i++) {
      up(1 + i % 2, i);
    }
    assertThat(errors).singleElement().asString().contains("the id device", "host:1", "host:2");
  }

  @Test
  void aNodeThatRestartsElsewhereIsOneNode() {
    for (int port = 1; port < 100; port++) {
      up(port, port);
      up(port, port);
    }
    up(7, 200);
    assertThat(errors).isEmpty();
  }
}
