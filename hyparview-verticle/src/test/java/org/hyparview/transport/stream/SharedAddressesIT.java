package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import org.hyparview.host.FreePorts;
import org.hyparview.node.LogLines;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.LinkOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that advertise one address, as hosts do that have a bridge of their own each. */
class SharedAddressesIT {

  private final Vertx vertx = Vertx.vertx();
  private final LogLines log = new LogLines(StreamTransport.class);

  @AfterEach
  void close() {
    log.close();
    TcpNode.await(vertx.close());
  }

  /** A node that advertises the address of all others here, and where it listens. */
  private record Site(TcpNode node, PeerAddress address) {}

  private Site start(String id) throws IOException {
    int port = FreePorts.one();
    LinkOptions options =
        TcpNode.options().setPort(port).setAdvertisedHost("172.17.0.1").setAdvertisedPort(7_800);
    return new Site(new TcpNode(vertx, options).start(id), new PeerAddress("127.0.0.1", port));
  }

  private boolean isLogged(String part) {
    return log.lines().stream().anyMatch(line -> line.startsWith("WARNING") && line.contains(part));
  }

  @Test
  void aNodeUnderThisNodesAddressIsReported() throws IOException {
    TcpNode a = start("a").node();
    a.open(start("b").address());
    assertThat(isLogged("\"b\" advertises the address of this node \"a\", 172.17.0.1:7800"))
        .isTrue();
    a.until(() -> isLogged("\"a\" advertises the address of this node \"b\""));
  }

  @Test
  void twoOtherNodesUnderOneAddressAreReportedWhileBothAreThere() throws IOException {
    TcpNode observer = new TcpNode(vertx, TcpNode.options()).start("observer");
    observer.open(start("a").address());
    observer.open(start("b").address());
    observer.until(() -> isLogged("\"a\" and \"b\" advertise one address"));
  }

  @Test
  void aNodeThatWasStartedAgainIsNot() throws IOException {
    TcpNode observer = new TcpNode(vertx, TcpNode.options()).start("observer");
    Site a = start("a");
    observer.open(a.address());
    observer.open(start("b").address());
    a.node().stop();
    Promise<Void> late = Promise.promise();
    vertx.setTimer(SharedAddresses.DELAY_MILLIS + 1_000, id -> late.complete());
    TcpNode.await(late.future());
    assertThat(isLogged("advertise one address")).isFalse();
  }
}
