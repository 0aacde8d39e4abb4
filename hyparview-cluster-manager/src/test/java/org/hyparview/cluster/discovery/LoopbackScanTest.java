package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hyparview.cluster.discovery.DiscoveryConfig.PortScan;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopbackScanTest {

  private static final Peer SELF = peer("self", "192.168.1.5", 7801);

  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = new Loop(vertx);
  private final Map<PeerAddress, Promise<Peer>> dialled = new LinkedHashMap<>();
  private final LoopbackScan scan =
      new LoopbackScan(new PortScan(List.of("127.0.0.1", "192.168.1.5"), 7800, 3), this::dial);

  @AfterEach
  void close() {
    Loop.await(vertx.close());
  }

  private Future<Peer> dial(PeerAddress address) {
    Promise<Peer> answer = Promise.promise();
    dialled.put(address, answer);
    return answer.future();
  }

  @Test
  void allPortsAreDialledByAllAddressesButOurOwn() {
    look();
    assertThat(dialled.keySet())
        .containsExactly(
            address("127.0.0.1", 7800),
            address("192.168.1.5", 7800),
            address("127.0.0.1", 7801),
            address("127.0.0.1", 7802),
            address("192.168.1.5", 7802));
  }

  @Test
  void theLowestPortComesFirstAndEachNodeOnceByTheAddressThatItAdvertises() {
    Future<List<PeerAddress>> contacts = look();
    answer("127.0.0.1", 7802, peer("c", "c.example", 7802));
    answer("192.168.1.5", 7802, peer("c", "c.example", 7802));
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    refuseTheRest();
    assertThat(Loop.await(contacts))
        .containsExactly(address("a.example", 7800), address("c.example", 7802));
  }

  @Test
  void whereNobodyListensThereIsNobody() {
    Future<List<PeerAddress>> contacts = look();
    refuseTheRest();
    assertThat(Loop.await(contacts)).isEmpty();
  }

  @Test
  void oneAnswerMakesStragglersWaitedForNoLonger() {
    Future<List<PeerAddress>> contacts = look();
    answer("127.0.0.1", 7802, peer("c", "c.example", 7802));
    assertThat(Loop.await(contacts)).containsExactly(address("c.example", 7802));
    refuseTheRest();
  }

  @Test
  void withoutAnAnswerSlowOnesAreWaitedFor() {
    Future<List<PeerAddress>> contacts = look();
    for (PeerAddress address : List.copyOf(dialled.keySet()).subList(1, 5)) {
      refuse(address);
    }
    assertThat(contacts.isComplete()).isFalse();
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    assertThat(Loop.await(contacts)).containsExactly(address("a.example", 7800));
  }

  @Test
  void aFoundNodeEndsTheScans() {
    Future<List<PeerAddress>> contacts = look();
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    refuseTheRest();
    Loop.await(contacts);
    dialled.clear();
    assertThat(loop.await(scan::contacts)).containsExactly(address("a.example", 7800));
    assertThat(dialled).isEmpty();
  }

  @Test
  void aNodeThatStaysAloneStopsToScan() {
    List<Integer> dials = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      dialled.clear();
      Future<List<PeerAddress>> contacts = look();
      dials.add(dialled.size());
      refuseTheRest();
      Loop.await(contacts);
    }
    assertThat(dials).containsExactly(5, 5, 5, 5, 5, 5, 0, 0);
  }

  @Test
  void aRangeOfOurOwnPortAloneIsNobodys() {
    LoopbackScan own = new LoopbackScan(new PortScan(List.of(SELF.host()), 7801, 1), this::dial);
    loop.await(() -> own.start(vertx, "c", SELF));
    assertThat(loop.await(own::contacts)).isEmpty();
  }

  /** Returns when the dials are under way. */
  private Future<List<PeerAddress>> look() {
    loop.await(() -> scan.start(vertx, "c", SELF));
    return loop.call(() -> List.of(scan.contacts())).get(0);
  }

  private void answer(String host, int port, Peer peer) {
    loop.call(() -> dial(host, port).tryComplete(peer));
  }

  private void refuse(PeerAddress address) {
    loop.call(() -> dial(address.host(), address.port()).tryFail("refused"));
  }

  private Promise<Peer> dial(String host, int port) {
    return Objects.requireNonNull(dialled.get(address(host, port)), "not dialled");
  }

  private void refuseTheRest() {
    List.copyOf(dialled.keySet()).forEach(this::refuse);
  }

  private static PeerAddress address(String host, int port) {
    return new PeerAddress(host, port);
  }

  private static Peer peer(String id, String host, int port) {
    return new Peer(PeerId.of(id), 1, address(host, port));
  }
}
