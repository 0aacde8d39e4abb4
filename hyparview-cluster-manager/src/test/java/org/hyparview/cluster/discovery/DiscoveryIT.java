package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hyparview.cluster.discovery.DiscoveryConfig.PortScan;
import org.hyparview.host.FreePorts;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.TransportListener;
import org.hyparview.transport.tcp.TcpTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes on one host that don't know each other, over TCP. */
class DiscoveryIT {

  private static final int PORTS = 64;
  /** Far more than {@link Loop} waits for. */
  private static final int NEVER_MILLIS = 600_000;

  private static final int HELLO_MILLIS = 2_000;

  private final Vertx vertx = Vertx.vertx();
  private final int firstPort;

  DiscoveryIT() throws IOException {
    firstPort = FreePorts.range(PORTS);
  }

  @AfterEach
  void close() {
    Loop.await(vertx.close());
  }

  /** A node that listens, and searches for others. */
  private final class Node implements TransportListener {

    private final Loop loop = new Loop(vertx);
    private final TcpTransport transport;
    private final String id;
    private final String clusterName;
    private int port;

    Node(String id, String clusterName) {
      this(id, clusterName, NEVER_MILLIS);
    }

    Node(String id, String clusterName, int helloMillis) {
      this.id = id;
      this.clusterName = clusterName;
      transport = new TcpTransport(
          vertx,
          clusterName,
          new LinkOptions()
              .setHost("127.0.0.1")
              .setPort(firstPort)
              .setPortRange(PORTS)
              .setConnectTimeout(NEVER_MILLIS)
              .setHelloTimeout(helloMillis));
    }

    /** Listens first, then searches. */
    Future<List<PeerAddress>> start() {
      return listen(
          self -> new Discovery(vertx, config(self), Dial.over(transport), List.of(), new AllMet())
              .start(contacts -> {}));
    }

    /** The same, and waits for the lowest port as long as it takes. */
    Future<List<PeerAddress>> startPatiently() {
      return listen(self -> {
        LoopbackScan scan = new LoopbackScan(range(), Dial.over(transport), 100, NEVER_MILLIS);
        return scan.start(vertx, clusterName, self).compose(started -> scan.contacts());
      });
    }

    private Future<List<PeerAddress>> listen(Function<Peer, Future<List<PeerAddress>>> look) {
      return loop.later(() -> transport.start(PeerId.of(id), 1, this).compose(self -> {
        port = self.port();
        return look.apply(self);
      }));
    }

    private PortScan range() {
      return new PortScan(List.of("127.0.0.1"), firstPort, PORTS);
    }

    private DiscoveryConfig config(Peer self) {
      return new DiscoveryConfig(
          clusterName, self, List.of(), range(), null, List.of(), null, NEVER_MILLIS, 60_000);
    }

    @Override
    public void received(Link link, int channel, Buffer frame) {}

    @Override
    public void closed(Link link, CloseReason reason) {}
  }

  @Test
  void theSecondNodeFindsTheFirst() {
    Node first = new Node("a", "c");
    assertThat(Loop.await(first.start())).isEmpty();
    Node second = new Node("b", "c");
    assertThat(Loop.await(second.start())).containsExactly(at(first.port));
    assertThat(second.port).isGreaterThan(first.port);
  }

  @Test
  void ofNodesThatStartTogetherAllButTheLowestAskTheLowestFirst() {
    List<Node> nodes = new ArrayList<>();
    List<Future<List<PeerAddress>>> looks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      nodes.add(new Node("n" + i, "c"));
    }
    nodes.forEach(node -> looks.add(node.startPatiently()));
    Loop.await(Future.all(looks));
    int lowest = nodes.stream().mapToInt(node -> node.port).min().orElseThrow();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).port != lowest) {
        assertThat(looks.get(i).result()).as(nodes.get(i).id).startsWith(at(lowest));
      }
    }
  }

  @Test
  void aScanWaitsForNoTimeout() {
    Node first = new Node("a", "c");
    Loop.await(first.start());
    Node second = new Node("b", "c");
    Loop.await(second.start());
    Node third = new Node("d", "c");
    long before = System.nanoTime();
    assertThat(Loop.await(third.start())).containsExactly(at(first.port), at(second.port));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    System.out.println("a third node finds two others among 64 ports in " + millis + " ms");
  }

  @Test
  void nodesOfOtherClustersAndOtherServersAreNotFound() {
    NetServer silent = listen(firstPort + 1);
    Node other = new Node("a", "d", HELLO_MILLIS);
    Loop.await(other.start());
    NetServer rude = vertx.createNetServer().connectHandler(socket -> socket.close());
    Loop.await(rude.listen(firstPort + 2, "127.0.0.1"));
    Node node = new Node("b", "c", HELLO_MILLIS);
    assertThat(Loop.await(node.start())).isEmpty();
    assertThat(node.port).isEqualTo(firstPort + 3);
    Node next = new Node("e", "c", HELLO_MILLIS);
    assertThat(Loop.await(next.start())).containsExactly(at(node.port));
    Loop.await(silent.close());
  }

  private NetServer listen(int port) {
    NetServer server = vertx.createNetServer().connectHandler(socket -> {});
    return Loop.await(server.listen(port, "127.0.0.1"));
  }

  private static PeerAddress at(int port) {
    return new PeerAddress("127.0.0.1", port);
  }
}
