package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hyparview.host.FreePorts;
import org.junit.jupiter.api.Test;

/** New nodes that meet each other before they meet their cluster. */
class LateMeetingIT extends LocalNodes {

  private Future<Vertx> startNode(int port, String... contacts) {
    HyParViewClusterOptions options = options();
    options.setPort(port).setContacts(List.of(contacts));
    options.getLinks().setHelloTimeout(Waits.PATIENCE_MILLIS);
    options.getDiscovery().setLoopbackScan(false);
    return start(new HyParViewClusterManager(options));
  }

  /** Relays connections to a port; those from before it is open stay silent. */
  private static int relay(Vertx vertx, int port, AtomicBoolean open) throws Exception {
    NetClient client = vertx.createNetClient();
    return await(vertx
            .createNetServer(new NetServerOptions().setHost("127.0.0.1"))
            .connectHandler(from -> {
              from.pause();
              if (open.get()) {
                client.connect(port, "127.0.0.1").onSuccess(to -> {
                  pass(from, to);
                  pass(to, from);
                  from.resume();
                });
              }
            })
            .listen(0))
        .actualPort();
  }

  private static void pass(NetSocket from, NetSocket to) {
    from.handler(to::write).closeHandler(closed -> to.close());
  }

  @Test
  void nodesThatHaveJoinedEachOtherFirstLookForTheirClusterBeforeTheyFoundAGroup()
      throws Exception {
    int ports = FreePorts.range(3);
    Vertx old = await(startNode(ports));
    assertThat(increment(old)).isEqualTo(1);
    AtomicBoolean open = new AtomicBoolean();
    String slow = "127.0.0.1:" + relay(old, ports, open);
    Future<Vertx> first = startNode(ports + 1, "127.0.0.1:" + (ports + 2), slow);
    Future<Vertx> second = startNode(ports + 2, "127.0.0.1:" + (ports + 1), slow);
    awaitTwoMembers(await(first));
    awaitTwoMembers(await(second));
    open.set(true);
    assertThat(increment(first.result())).isEqualTo(2);
    assertThat(increment(second.result())).isEqualTo(3);
  }

  private static void awaitTwoMembers(Vertx vertx) throws Exception {
    Waits.until(
        vertx,
        () -> "two members",
        () -> await(HyParViewCluster.of(vertx).members()).members().size() == 2);
  }
}
