package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.node.LogLines;
import org.hyparview.protocol.peer.Blackhole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says of a node whose contacts are down. */
class IsolationIT {

  private static final int LOOK_MILLIS = 10;
  private static final int MOST_LOOKS = 12_000;

  private final Vertx vertx = Vertx.vertx();
  private final LogLines log = new LogLines(HyParViewVerticle.class);

  @AfterEach
  void close() {
    log.close();
    vertx.close().await();
  }

  private String warning() {
    return String.join(
        "", log.lines().stream().filter(line -> line.startsWith("WARNING")).toList());
  }

  @Test
  void anIsolatedNodeNamesItsContactsAndWhatIsWrongWithEach() throws Exception {
    try (Blackhole down = new Blackhole("127.0.0.1", 0)) {
      HyParViewOptions options = new HyParViewOptions()
          .setHost("127.0.0.1")
          .with(NodeOptions.LINKS, links -> links.setConnectTimeout(300))
          .setContacts(List.of("127.0.0.1:1", down.address().toString()));
      vertx.deployVerticle(new HyParViewVerticle(options)).await();
      for (int i = 0; i < MOST_LOOKS && warning().isEmpty(); i++) {
        vertx.timer(LOOK_MILLIS, TimeUnit.MILLISECONDS).await();
      }
      assertThat(warning())
          .contains("127.0.0.1:1 (", "refused")
          .contains(down.address() + " (no connection within 300 ms)");
    }
  }
}
