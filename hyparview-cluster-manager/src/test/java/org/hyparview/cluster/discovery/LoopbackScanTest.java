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
import java.util.concurrent.ConcurrentHashMap;
import org.hyparview.cluster.discovery.DiscoveryConfig.PortScan;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopbackScanTest {

  private static final List<String> HOSTS = List.of("127.0.0.1", "192.168.1.5");
  private static final long A_MINUTE_MILLIS = 60_000;
  private static final long NO_TIME_MILLIS = 1;
  private static final Peer SELF = peer("self", "192.168.1.5", 7801);

  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = new Loop(vertx);
  private final Map<PeerAddress, Promise<Peer>> dialed = new LinkedHashMap<>();
  private final Map<PeerAddress, Promise<Void>> awaited = new ConcurrentHashMap<>();
  private final LoopbackScan scan =
      new LoopbackScan(new PortScan(HOSTS, 7800, 3), this::dial, A_MINUTE_MILLIS, A_MINUTE_MILLIS);

  @AfterEach
  void close() {
    Loop.await(vertx.close());
  }

  private Future<Peer> dial(PeerAddress address) {
    Promise<Peer> answer = Promise.promise();
    dialed.put(address, answer);
    awaited.computeIfAbsent(address, key -> Promise.promise()).tryComplete();
    return answer.future();
  }

  @Test
  void eachPortIsDialedByOneAddressAfterTheOtherButOurOwn() {
    look();
    assertThat(dialed.keySet())
        .containsExactly(
            address("127.0.0.1", 7800), address("127.0.0.1", 7801), address("127.0.0.1", 7802));
    dialed.keySet().stream().toList().forEach(this::refuse);
    assertThat(dialed.keySet())
        .endsWith(address("192.168.1.5", 7800), address("192.168.1.5", 7802))
        .hasSize(5);
  }

  @Test
  void aNodeThatAnswersIsDialedByNoOtherAddress() {
    look();
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    assertThat(dialed.keySet()).doesNotContain(address("192.168.1.5", 7800));
  }

  @Test
  void theLowestPortComesFirstAndEachNodeOnceByTheAddressThatItAdvertises() {
    Future<List<PeerAddress>> contacts = look();
    answer("127.0.0.1", 7802, peer("c", "c.example", 7802));
    answer("127.0.0.1", 7801, peer("c", "c.example", 7802));
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    assertThat(Loop.await(contacts))
        .containsExactly(address("a.example", 7800), address("c.example", 7802));
  }

  @Test
  void withoutListenersNoNodeIsFound() {
    Future<List<PeerAddress>> contacts = look();
    refuseTheRest();
    assertThat(Loop.await(contacts)).isEmpty();
  }

  @Test
  void oneAnswerMakesStragglersWaitedForNoLonger() {
    Future<List<PeerAddress>> contacts = look(range(3, NO_TIME_MILLIS));
    answer("127.0.0.1", 7802, peer("c", "c.example", 7802));
    assertThat(Loop.await(contacts)).containsExactly(address("c.example", 7802));
  }

  /** All nodes that start at once must find the same lowest node, however slow it is to answer. */
  @Test
  void theLowestIsWaitedForEvenIfOthersHaveAnswered() {
    Future<List<PeerAddress>> contacts = lookFrom7805(A_MINUTE_MILLIS);
    answer("127.0.0.1", 7803, peer("d", "d.example", 7803));
    answer("127.0.0.1", 7801, peer("b", "b.example", 7801));
    loop.await(() -> vertx.timer(2 * NO_TIME_MILLIS));
    assertThat(contacts.isComplete()).isFalse();
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    assertThat(Loop.await(contacts))
        .containsExactly(
            address("a.example", 7800), address("b.example", 7801), address("d.example", 7803));
  }

  @Test
  void theLowestThatSaysNothingIsWaitedForForSoLongOnly() {
    Future<List<PeerAddress>> contacts = lookFrom7805(2 * NO_TIME_MILLIS);
    answer("127.0.0.1", 7803, peer("d", "d.example", 7803));
    assertThat(Loop.await(contacts)).containsExactly(address("d.example", 7803));
  }

  @Test
  void oneAboveTheLowestIsNotWaitedFor() {
    Future<List<PeerAddress>> contacts = lookFrom7805(A_MINUTE_MILLIS);
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    assertThat(Loop.await(contacts)).containsExactly(address("a.example", 7800));
  }

  @Test
  void withoutAnAnswerSlowOnesAreWaitedFor() {
    Future<List<PeerAddress>> contacts = look();
    refuse(address("127.0.0.1", 7801));
    refuse(address("127.0.0.1", 7802));
    refuse(address("192.168.1.5", 7802));
    assertThat(contacts.isComplete()).isFalse();
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    assertThat(Loop.await(contacts)).containsExactly(address("a.example", 7800));
  }

  @Test
  void aFewPortsAreDialedAtATimeAndNoMoreOnceALowerOneAnswers() {
    Future<List<PeerAddress>> contacts =
        look(range(20, A_MINUTE_MILLIS), peer("self", "192.168.1.5", 7811));
    assertThat(dialed).hasSize(LoopbackScan.STEP).containsKey(address("127.0.0.1", 7807));
    refuseTheRest();
    assertThat(dialed).hasSize(2 * LoopbackScan.STEP).containsKey(address("127.0.0.1", 7815));
    answer("127.0.0.1", 7810, peer("k", "k.example", 7810));
    answer("127.0.0.1", 7812, peer("m", "m.example", 7812));
    refuseTheRest();
    assertThat(Loop.await(contacts))
        .containsExactly(address("k.example", 7810), address("m.example", 7812));
    assertThat(dialed).hasSize(2 * LoopbackScan.STEP);
  }

  @Test
  void theNodeWithTheLowestPortScansTheWholeRange() {
    Future<List<PeerAddress>> contacts = look(range(20, A_MINUTE_MILLIS));
    answer("127.0.0.1", 7803, peer("d", "d.example", 7803));
    refuseTheRest();
    refuseTheRest();
    answer("127.0.0.1", 7818, peer("s", "s.example", 7818));
    refuseTheRest();
    assertThat(Loop.await(contacts))
        .containsExactly(address("d.example", 7803), address("s.example", 7818));
  }

  @Test
  void aSilentPortDelaysTheNextPortsOnlyForAMomentAndMayStillAnswer() {
    Future<List<PeerAddress>> contacts = look(range(20, NO_TIME_MILLIS));
    Loop.await(dialedAt(address("127.0.0.1", 7819)));
    answer("127.0.0.1", 7801, peer("b", "b.example", 7801));
    assertThat(Loop.await(contacts)).containsExactly(address("b.example", 7801));
  }

  /** On a busy machine it may be the cluster that two new nodes don't know yet. */
  @Test
  void whatAnswersAfterTheScanIsFoundThen() {
    LoopbackScan impatient = range(3, NO_TIME_MILLIS);
    List<List<PeerAddress>> late = new ArrayList<>();
    impatient.onLateAnswer(() -> late.add(impatient.contacts().result()));
    Future<List<PeerAddress>> contacts = look(impatient, peer("self", "192.168.1.5", 7805));
    answer("127.0.0.1", 7802, peer("c", "c.example", 7802));
    assertThat(Loop.await(contacts)).containsExactly(address("c.example", 7802));
    assertThat(impatient.isWaiting()).isTrue();
    answer("127.0.0.1", 7801, peer("b", "b.example", 7801));
    assertThat(late)
        .containsExactly(List.of(address("b.example", 7801), address("c.example", 7802)));
    refuse(address("127.0.0.1", 7800));
    assertThat(impatient.isWaiting()).isFalse();
    assertThat(late).hasSize(1);
  }

  @Test
  void aFoundNodeEndsTheScans() {
    Future<List<PeerAddress>> contacts = look();
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    refuseTheRest();
    Loop.await(contacts);
    dialed.clear();
    assertThat(loop.await(scan::contacts)).containsExactly(address("a.example", 7800));
    assertThat(dialed).isEmpty();
  }

  @Test
  void aScanThatForgotItsNodesFindsThoseThatAreThere() {
    Future<List<PeerAddress>> contacts = look();
    answer("127.0.0.1", 7800, peer("a", "a.example", 7800));
    refuseTheRest();
    Loop.await(contacts);
    loop.call(() -> {
      scan.forget();
      return true;
    });
    dialed.clear();
    contacts = look();
    answer("127.0.0.1", 7802, peer("c", "c.example", 7802));
    refuseTheRest();
    assertThat(Loop.await(contacts)).containsExactly(address("c.example", 7802));
  }

  @Test
  void aNodeThatStaysAloneStopsToScan() {
    List<Integer> dials = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      dialed.clear();
      Future<List<PeerAddress>> contacts = look();
      dials.add(dialed.size());
      refuseTheRest();
      Loop.await(contacts);
    }
    assertThat(dials).containsExactly(3, 3, 3, 3, 3, 3, 0, 0);
  }

  @Test
  void aRangeOfOurOwnPortAloneHasNoOtherNode() {
    LoopbackScan own = new LoopbackScan(new PortScan(List.of(SELF.host()), 7801, 1), this::dial);
    loop.await(() -> own.start(vertx, "c", SELF));
    assertThat(loop.await(own::contacts)).isEmpty();
  }

  /** Returns when the dials are under way. */
  private Future<List<PeerAddress>> look() {
    return look(scan);
  }

  private Future<List<PeerAddress>> look(LoopbackScan asked) {
    return look(asked, SELF);
  }

  private Future<List<PeerAddress>> look(LoopbackScan asked, Peer self) {
    loop.await(() -> asked.start(vertx, "c", self));
    return loop.call(() -> List.of(asked.contacts())).get(0);
  }

  /** Searches with this patience for the lowest alone. */
  private Future<List<PeerAddress>> lookFrom7805(long patienceMillis) {
    return look(range(20, NO_TIME_MILLIS, patienceMillis), peer("self", "192.168.1.5", 7805));
  }

  private LoopbackScan range(int ports, long momentMillis) {
    return range(ports, momentMillis, momentMillis);
  }

  private LoopbackScan range(int ports, long momentMillis, long patienceMillis) {
    return new LoopbackScan(
        new PortScan(List.of("127.0.0.1"), 7800, ports), this::dial, momentMillis, patienceMillis);
  }

  private Future<Void> dialedAt(PeerAddress address) {
    return awaited.computeIfAbsent(address, key -> Promise.promise()).future();
  }

  private void answer(String host, int port, Peer peer) {
    loop.call(() -> dial(host, port).tryComplete(peer));
  }

  private void refuse(PeerAddress address) {
    loop.call(() -> dial(address.host(), address.port()).tryFail("refused"));
  }

  private Promise<Peer> dial(String host, int port) {
    return Objects.requireNonNull(dialed.get(address(host, port)), "not dialed");
  }

  /** Refuses all dials, and those to other addresses that follow. */
  private void refuseTheRest() {
    List.copyOf(dialed.keySet()).forEach(this::refuse);
    List.copyOf(dialed.keySet()).stream()
        .filter(address -> !address.host().equals("127.0.0.1"))
        .forEach(this::refuse);
  }

  private static PeerAddress address(String host, int port) {
    return new PeerAddress(host, port);
  }

  private static Peer peer(String id, String host, int port) {
    return new Peer(PeerId.of(id), 1, address(host, port));
  }
}
