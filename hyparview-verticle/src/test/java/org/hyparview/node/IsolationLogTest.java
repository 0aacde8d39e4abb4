package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.internal.logging.LoggerFactory;
import org.hyparview.protocol.hyparview.HyParViewEvent.DownReason;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IsolationLogTest {

  private static final String CONTACTS = "10.0.0.1:7800 (Connection refused)";

  private final LogLines lines = new LogLines(IsolationLogTest.class);
  private final IsolationLog log =
      new IsolationLog(LoggerFactory.getLogger(IsolationLogTest.class));

  @AfterEach
  void close() {
    lines.close();
  }

  private void neighbors(@Nullable DownReason reason, int active) {
    Peer peer = new Peer(PeerId.of("peer"), 1, new PeerAddress("10.0.0.1", 7800));
    log.changed(new ViewChange(peer, reason, 1, active, 0));
  }

  @Test
  void aNodeThatNoContactAdmitsWarnsWithTheReasons() {
    log.isolated("n", CONTACTS);
    assertThat(lines.lines())
        .singleElement()
        .asString()
        .startsWith("WARNING")
        .contains("n is isolated", CONTACTS);
  }

  @Test
  void theLastNodeAfterAGracefulShutdownIsNoWarning() {
    neighbors(null, 1);
    neighbors(DownReason.LEFT, 0);
    log.isolated("n", CONTACTS);
    assertThat(lines.lines()).singleElement().asString().startsWith("INFO");
  }

  @Test
  void aNodeWhoseLastNeighborHasFailedWarns() {
    neighbors(null, 1);
    neighbors(DownReason.LEFT, 0);
    neighbors(null, 1);
    neighbors(DownReason.FAILED, 0);
    log.isolated("n", CONTACTS);
    assertThat(lines.lines()).singleElement().asString().startsWith("WARNING");
  }

  @Test
  void aNodeThatIsLeavingSaysNothing() {
    log.leaving();
    log.isolated("n", CONTACTS);
    assertThat(lines.lines()).isEmpty();
  }
}
