package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hyparview.cluster.discovery.Datagram.Kind;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Multicast on the loopback interface, which needs no network. Where the system has no multicast,
 * tests show instead that a node then finds no other, in time and with one line in the log.
 */
class MulticastContactsIT {

  private static final String GROUP = "239.255.78.1";
  /** An answer ends it. */
  private static final int WINDOW_MILLIS = 60_000;

  private static final String SECRET = "the-Secret-of-these-tests-12345";
  private static final String OTHER = "a-Secret-of-another-cluster-678";

  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = new Loop(vertx);
  private final List<String> log = new ArrayList<>();
  private final int port = freePort();
  private final String loopback = loopbackInterface();

  @AfterEach
  void close() {
    Loop.await(vertx.close());
  }

  /**
   * The first node receives nothing; the second is answered; then the first knows the second as
   * well.
   */
  @Test
  void nodesOfOneClusterFindEachOther() {
    if (isDeaf()) {
      return;
    }
    MulticastContacts a = node("a", "c", 300);
    assertThat(loop.await(a::contacts)).isEmpty();
    MulticastContacts b = node("b", "c", WINDOW_MILLIS);
    assertThat(loop.await(b::contacts)).containsExactly(address("a"));
    assertThat(loop.await(a::contacts)).containsExactly(address("b"));
    assertThat(log).isEmpty();
    assertThat(counters(b).sent()).isEqualTo(1);
    assertThat(counters(a).sent()).as("two queries, an answer, an announcement").isEqualTo(4);
  }

  @Test
  void anAnswerEndsTheWait() {
    if (isDeaf()) {
      return;
    }
    MulticastContacts a = node("a", "c", 1);
    loop.await(a::contacts);
    MulticastContacts b = node("b", "c", 3_600_000);
    assertThat(loop.await(b::contacts)).containsExactly(address("a"));
  }

  @Test
  void nodesOfAnotherClusterAreIgnored() {
    if (isDeaf()) {
      return;
    }
    MulticastContacts a = node("a", "c", 1);
    loop.await(a::contacts);
    MulticastContacts b = node("b", "d", 300);
    assertThat(loop.await(b::contacts)).isEmpty();
    await(a, counters -> counters.foreign() > 0);
    assertThat(counters(a).received()).isZero();
    assertThat(loop.await(a::contacts)).isEmpty();
  }

  @Test
  void nodesThatShareASecretFindEachOtherAndIgnoreOthers() {
    if (isDeaf()) {
      return;
    }
    MulticastContacts a = node("a", "c", 1, new DatagramSeal(List.of(SECRET)));
    loop.await(a::contacts);
    MulticastContacts plain = node("plain", "c", 300);
    assertThat(loop.await(plain::contacts)).isEmpty();
    MulticastContacts wrong = node("wrong", "c", 300, new DatagramSeal(List.of(OTHER)));
    assertThat(loop.await(wrong::contacts)).isEmpty();
    await(a, counters -> counters.unauthenticated() >= 2);
    assertThat(counters(a).received()).isZero();
    MulticastContacts b = node("b", "c", WINDOW_MILLIS, new DatagramSeal(List.of(SECRET)));
    assertThat(loop.await(b::contacts)).containsExactly(address("a"));
    MulticastContacts c = node("c", "c", WINDOW_MILLIS, new DatagramSeal(List.of(OTHER, SECRET)));
    assertThat(loop.later(c::contacts)).isNotNull();
    await(c, fromWrong -> fromWrong.received() == 1);
    assertThat(loop.await(a::contacts)).contains(address("b"));
    await(c, fromA -> fromA.received() == 2);
    assertThat(loop.await(c::contacts)).as("it accepts what a announced").contains(address("a"));
  }

  @Test
  void announcementsAreRememberedAndNotAnswered() throws DecodeException {
    if (isDeaf()) {
      return;
    }
    MulticastContacts a = node("a", "c", 1);
    loop.await(a::contacts);
    long sent = counters(a).sent();
    Stranger stranger = new Stranger();
    stranger.send(new Datagram(Kind.ANNOUNCE, "c", peer("s")).encode());
    await(a, counters -> counters.received() == 1);
    assertThat(counters(a).sent()).isEqualTo(sent);
    stranger.send(new Datagram(Kind.QUERY, "c", peer("t")).encode());
    assertThat(Datagram.decode(stranger.receive()))
        .isEqualTo(new Datagram(Kind.ANNOUNCE, "c", peer("a")));
    assertThat(loop.await(a::contacts)).containsExactly(address("t"), address("s"));
  }

  @Test
  void whatIsNoDatagramIsDroppedAndCounted() {
    if (isDeaf()) {
      return;
    }
    MulticastContacts a = node("a", "c", 1);
    loop.await(a::contacts);
    Stranger stranger = new Stranger();
    stranger.send(Buffer.buffer());
    stranger.send(Buffer.buffer("nonsense"));
    stranger.send(Buffer.buffer(new byte[9_000]));
    await(a, counters -> counters.malformed() >= 2);
    stranger.send(new Datagram(Kind.QUERY, "c", peer("s")).encode());
    await(a, counters -> counters.received() == 1);
  }

  @Test
  void answersAndMemoryAreBounded() {
    if (isDeaf()) {
      return;
    }
    MulticastContacts a = node("a", "c", 1);
    loop.await(a::contacts);
    Stranger stranger = new Stranger();
    for (int i = 0; counters(a).unanswered() == 0; i++) {
      assertThat(i).as("batches that were answered").isLessThan(100);
      stranger.sendAll(queries(i, 3 * MulticastContacts.ANSWERS_A_SECOND));
    }
    assertThat(loop.await(a::contacts)).hasSizeLessThanOrEqualTo(MulticastContacts.MAX_CONTACTS);
    MulticastCounters counters = counters(a);
    assertThat(counters.unanswered()).isLessThan(counters.received());
  }

  private static List<Buffer> queries(int batch, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Datagram(Kind.QUERY, "c", peer("s" + batch + "-" + i)).encode())
        .toList();
  }

  @Test
  void whereThereIsNoMulticastThatIsLoggedOnceAndNoNodeIsFound() {
    MulticastContacts node = new MulticastContacts(
        new DiscoveryConfig.Multicast(GROUP, port, "nosuch0", 1, null), WINDOW_MILLIS, log::add);
    loop.await(() -> node.start(vertx, "c", peer("a")));
    assertThat(loop.await(node::contacts)).isEmpty();
    assertThat(loop.await(node::contacts)).isEmpty();
    assertThat(log)
        .containsExactly("Multicast discovery is unavailable, retrying with each search: "
            + "there is no interface nosuch0");
    loop.await(node::stop);
  }

  /** A port that another program does not share stands for all that the system can refuse. */
  @Test
  void whereTheSystemRefusesThatIsLoggedOnceAndRetried() {
    if (isDeaf()) {
      return;
    }
    DatagramSocket greedy = vertx.createDatagramSocket();
    Loop.await(greedy.listen(port, "0.0.0.0"));
    MulticastContacts a = node("a", "c", WINDOW_MILLIS);
    assertThat(loop.await(a::contacts)).isEmpty();
    assertThat(loop.await(a::contacts)).isEmpty();
    assertThat(log).hasSize(1).first().asString().startsWith("Multicast discovery is unavailable");
    Loop.await(greedy.close());
    awaitBind(new DatagramSocketOptions().setReuseAddress(true));
    MulticastContacts b = node("b", "c", 1);
    loop.await(b::contacts);
    assertThat(loop.await(a::contacts)).containsExactly(address("b"));
    assertThat(log).hasSize(1);
  }

  @Test
  void stopEndsAWaitAndFreesThePort() {
    MulticastContacts a = node("a", "c", 3_600_000);
    Future<List<PeerAddress>> look = loop.later(a::contacts);
    loop.await(a::stop);
    assertThat(Loop.await(look)).isEmpty();
    assertThat(loop.await(a::contacts)).isEmpty();
    assertThat(log).isEmpty();
    awaitBind(new DatagramSocketOptions());
  }

  /** The system frees a port a moment after the close that it confirmed. */
  private void awaitBind(DatagramSocketOptions options) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Loop.PATIENCE_SECONDS);
    DatagramSocket socket = vertx.createDatagramSocket(options);
    while (Loop.await(socket.listen(port, "0.0.0.0").otherwiseEmpty()) == null) {
      assertThat(System.nanoTime()).as("port " + port).isLessThan(deadline);
      Loop.await(socket.close());
      socket = vertx.createDatagramSocket(options);
    }
  }

  /** Tells by the JDK alone whether multicast works here; if not, checks what a node does then. */
  private boolean isDeaf() {
    try (MulticastSocket socket = new MulticastSocket(0)) {
      socket.setSoTimeout(2_000);
      InetSocketAddress group = new InetSocketAddress(GROUP, socket.getLocalPort());
      NetworkInterface lo = NetworkInterface.getByName(loopback);
      socket.joinGroup(group, lo);
      socket.setNetworkInterface(lo);
      socket.send(new DatagramPacket(new byte[1], 1, group));
      socket.receive(new DatagramPacket(new byte[1], 1));
      return false;
    } catch (IOException e) {
      MulticastContacts node = node("a", "c", 300);
      assertThat(loop.await(node::contacts)).isEmpty();
      assertThat(loop.await(node::contacts)).isEmpty();
      assertThat(log).hasSizeLessThanOrEqualTo(1);
      return true;
    }
  }

  private MulticastContacts node(String id, String clusterName, int windowMillis) {
    return node(id, clusterName, windowMillis, null);
  }

  private MulticastContacts node(
      String id, String clusterName, int windowMillis, @Nullable DatagramSeal seal) {
    MulticastContacts node = new MulticastContacts(
        new DiscoveryConfig.Multicast(GROUP, port, loopback, 1, seal), windowMillis, log::add);
    loop.await(() -> node.start(vertx, clusterName, peer(id)));
    return node;
  }

  private MulticastCounters counters(MulticastContacts node) {
    return loop.call(node::counters);
  }

  private void await(MulticastContacts node, Predicate<MulticastCounters> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Loop.PATIENCE_SECONDS);
    while (!condition.test(counters(node))) {
      assertThat(System.nanoTime()).as(counters(node).toString()).isLessThan(deadline);
      Loop.await(vertx.timer(5, TimeUnit.MILLISECONDS));
    }
  }

  private static Peer peer(String id) {
    return new Peer(PeerId.of(id), 1, address(id));
  }

  private static PeerAddress address(String id) {
    return new PeerAddress(id + ".example", 7800);
  }

  private static String loopbackInterface() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(candidate -> candidate.inetAddresses().anyMatch(a -> a.isLoopbackAddress()))
          .findFirst()
          .orElseThrow()
          .getName();
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One below those that the system gives away, so that it stays free. */
  private int freePort() {
    return ThreadLocalRandom.current()
        .ints(20_000, 30_000)
        .filter(this::isFree)
        .findFirst()
        .orElseThrow();
  }

  private boolean isFree(int candidate) {
    DatagramSocket probe = vertx.createDatagramSocket();
    boolean free = Loop.await(probe.listen(candidate, "0.0.0.0").otherwiseEmpty()) != null;
    Loop.await(probe.close());
    return free;
  }

  /** A sender of any bytes. */
  private final class Stranger {

    private final BlockingQueue<Buffer> received = new LinkedBlockingQueue<>();
    private final DatagramSocket socket = vertx
        .createDatagramSocket(new DatagramSocketOptions()
            .setMulticastNetworkInterface(loopback)
            .setLoopbackModeDisabled(false))
        .handler(packet -> received.add(packet.data()));

    Stranger() {
      Loop.await(socket.listen(0, "0.0.0.0"));
    }

    void send(Buffer bytes) {
      Loop.await(socket.send(bytes, port, GROUP));
    }

    void sendAll(List<Buffer> datagrams) {
      Loop.await(Future.all(
          datagrams.stream().map(bytes -> socket.send(bytes, port, GROUP)).toList()));
    }

    Buffer receive() {
      try {
        Buffer bytes = received.poll(Loop.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(bytes).isNotNull();
        return bytes;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
