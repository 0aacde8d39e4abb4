package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.hyparview.protocol.peer.PeerAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that stop while others connect, as when a whole cluster stops. */
class TcpCloseIT {

  private static final int NODES = 20;

  private final Vertx vertx = Vertx.vertx();
  private final TcpNode neighbor = new TcpNode(vertx, TcpNode.options()).start("neighbor");
  private final PrintStream errors = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    System.setErr(errors);
    TcpNode.await(vertx.close());
  }

  /** Netty prints a stack trace for each that Vert.x no longer handles. */
  @Test
  void noConnectionIsAcceptedThatHasNoHandler() throws InterruptedException {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    for (int i = 0; i < NODES; i++) {
      TcpNode node = new TcpNode(vertx, TcpNode.options()).start("n" + i);
      neighbor.open(node);
      Thread dialer = new Thread(() -> dialUntilItIsClosed(node.self().address()), "dialer");
      dialer.start();
      node.stop();
      dialer.join();
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("ServerBootstrap");
  }

  private static void dialUntilItIsClosed(PeerAddress address) {
    boolean open = true;
    while (open) {
      try (Socket socket = new Socket(InetAddress.getByName(address.host()), address.port())) {
        open = socket.isConnected();
      } catch (IOException refused) {
        open = false;
      }
    }
  }
}
