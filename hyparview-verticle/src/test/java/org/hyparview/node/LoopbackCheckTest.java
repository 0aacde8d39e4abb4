package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackCheckTest {

  private final LogLines log = new LogLines(LoopbackCheck.class);

  @AfterEach
  void close() {
    log.close();
  }

  private static LoopbackCheck nodeAt(String host) {
    return new LoopbackCheck(new Peer(PeerId.of("n"), 1, new PeerAddress(host, 7800)));
  }

  private static List<PeerAddress> contacts(String... hosts) {
    return Stream.of(hosts).map(host -> new PeerAddress(host, 7800)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost", "127.1.2.3"})
  void aNodeOnLoopbackWithContactsElsewhereSaysSoOnce(String host) {
    LoopbackCheck check = nodeAt(host);
    check.examine(contacts("127.0.0.1", "localhost", "::1"));
    assertThat(log.lines()).isEmpty();
    check.examine(contacts("127.0.0.1", "10.0.0.1"));
    check.examine(contacts("10.0.0.2"));
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARNING")
        .contains("10.0.0.1:7800")
        .contains("advertisedHost");
  }

  @Test
  void aNodeThatOthersCanDialSaysNothing() {
    nodeAt("10.0.0.3").examine(contacts("10.0.0.1"));
    nodeAt("node.example").examine(contacts("10.0.0.1"));
    assertThat(log.lines()).isEmpty();
  }
}
