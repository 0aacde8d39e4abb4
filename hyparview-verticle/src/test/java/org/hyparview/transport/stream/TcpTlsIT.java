package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkException;
import org.hyparview.transport.LinkOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links over TLS and mutual TLS. */
class TcpTlsIT {

  private static final Channel DATA = new Channel(9, Channel.Lane.DATA);

  @TempDir
  private static Path directory = Path.of("");

  /** The key of this host, which trusts itself. */
  private static PfxOptions here = new PfxOptions();

  /** The key of another host. */
  private static PfxOptions elsewhere = new PfxOptions();

  private final Vertx vertx = Vertx.vertx();

  @BeforeAll
  static void makeKeys() throws IOException, InterruptedException {
    here = Keytool.keyFor("ip:127.0.0.1", directory);
    elsewhere = Keytool.keyFor("dns:elsewhere.example", directory);
  }

  @AfterEach
  void close() {
    TcpNode.await(vertx.close());
  }

  @Test
  void linksWorkOverTls() {
    TcpNode a = node("a", server(here), client(here));
    TcpNode b = node("b", server(here), client(here));
    Link toB = a.open(b);
    a.send(toB, DATA, "x");
    b.send(b.received(0).link(), DATA, "y");
    assertThat(a.received(0).frame()).isEqualTo(Buffer.buffer("y"));
  }

  @Test
  void framesThatAreQueuedAtACloseStillArrive() {
    TcpNode a = node("a", server(here), client(here));
    TcpNode b = node("b", server(here), client(here));
    Link toB = a.open(b);
    Buffer large = Buffer.buffer(new byte[100_000]);
    a.run(() -> {
      for (int i = 0; i < 30; i++) {
        assertThat(toB.send(DATA, large)).isTrue();
      }
      toB.close(CloseReason.UNUSED);
    });
    b.received(29);
    assertThat(b.closed(0).reason()).isEqualTo(CloseReason.CLOSED_BY_PEER);
  }

  @Test
  void aCertificateMustNameTheHostThatIsDialed() {
    TcpNode a = node("a", server(elsewhere), client(elsewhere));
    TcpNode b = node("b", server(elsewhere), client(elsewhere));
    LinkException failure = a.openFails(b.self().address());
    assertThat(failure.reason()).isEqualTo(CloseReason.CONNECT_FAILED);
    assertThat(failure)
        .hasMessageStartingWith("Cannot open a link to " + b.self().address())
        .hasMessageContaining("No subject alternative names");
  }

  /** The nodes of a host look for each other on loopback, which no certificate names. */
  @Test
  void aNodeOnThisHostIsDialedOnLoopbackAndCheckedAsTheHostThatOthersDial() {
    LinkOptions options = TcpNode.options()
        .setAdvertisedHost("elsewhere.example")
        .setNetServerOptions(server(elsewhere))
        .setNetClientOptions(client(elsewhere));
    TcpNode a = new TcpNode(vertx, options).start("a");
    TcpNode b = new TcpNode(vertx, options).start("b");
    assertThat(a.open(new PeerAddress("127.0.0.1", b.port())).peer()).isEqualTo(b.self());
    assertThat(b.closed(CloseReason.BAD_HELLO)).isZero();
  }

  private static void reload(TcpNode node) {
    Promise<Void> done = Promise.promise();
    node.run(() -> node.transport().reloadCertificates().onComplete(done));
    TcpNode.await(done.future());
  }

  @Test
  void linksThatBeginAfterFilesWereReadAgainUseWhatIsInThem(@TempDir Path files)
      throws IOException, InterruptedException {
    Path store = files.resolve("node.p12");
    Files.copy(Path.of(here.getPath()), store);
    PfxOptions mine = new PfxOptions(here).setPath(store.toString());
    PfxOptions renewed = Keytool.keyFor("ip:127.0.0.1", files);
    TcpNode a = node("a", server(mine), client(mine));
    TcpNode before = node("before", server(here), client(here));
    TcpNode after = node("after", server(renewed), client(renewed));
    Link present = a.open(before);
    assertThat(after.openFails(a.self().address()).reason()).isEqualTo(CloseReason.CONNECT_FAILED);
    reload(a);
    assertThat(after.openFails(a.self().address()).reason()).isEqualTo(CloseReason.CONNECT_FAILED);
    Files.copy(Path.of(renewed.getPath()), store, StandardCopyOption.REPLACE_EXISTING);
    reload(a);
    assertThat(after.open(a).peer()).isEqualTo(a.self());
    assertThat(a.open(after).peer()).isEqualTo(after.self());
    a.send(present, DATA, "still here");
    assertThat(before.received(0).frame()).isEqualTo(Buffer.buffer("still here"));
  }

  @Test
  void aFileThatCantBeReadIsAnErrorAndTheFormerContentStays(@TempDir Path files)
      throws IOException {
    Path store = files.resolve("node.p12");
    Files.copy(Path.of(here.getPath()), store);
    PfxOptions mine = new PfxOptions(here).setPath(store.toString());
    TcpNode a = node("a", server(mine), client(mine));
    TcpNode b = node("b", server(here), client(here));
    a.open(b);
    Files.writeString(store, "no key store");
    assertThatThrownBy(() -> reload(a)).isNotNull();
    assertThat(b.open(a).peer()).isEqualTo(a.self());
    assertThat(a.open(b).peer()).isEqualTo(b.self());
  }

  @Test
  void theHostIsNotCheckedIfTheUserSaysSo() {
    TcpNode a =
        node("a", server(elsewhere), client(elsewhere).setHostnameVerificationAlgorithm(""));
    TcpNode b = node("b", server(elsewhere), client(elsewhere));
    assertThat(a.open(b).peer()).isEqualTo(b.self());
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRejected() {
    TcpNode a = node("a", server(here), client(elsewhere).setHostnameVerificationAlgorithm(""));
    TcpNode b = node("b", server(here), client(here));
    assertThat(a.openFails(b.self().address()).reason()).isEqualTo(CloseReason.CONNECT_FAILED);
    b.awaitClosed(CloseReason.BAD_HELLO, 1);
  }

  @Test
  void mutualTlsAcceptsAPeerWithACertificate() {
    TcpNode a = node("a", mutual(here), client(here).setKeyCertOptions(here));
    TcpNode b = node("b", mutual(here), client(here).setKeyCertOptions(here));
    assertThat(a.open(b).peer()).isEqualTo(b.self());
  }

  @Test
  void mutualTlsRefusesAPeerWithoutACertificate() {
    TcpNode a = node("a", mutual(here), client(here));
    TcpNode b = node("b", mutual(here), client(here));
    assertThat(a.openFails(b.self().address()).reason())
        .isIn(CloseReason.CONNECT_FAILED, CloseReason.CLOSED_BY_PEER, CloseReason.CONNECTION_LOST);
    b.awaitClosed(CloseReason.BAD_HELLO, 1);
    assertThat(b.call(() -> b.transport().counters().accepted())).isZero();
  }

  @Test
  void mutualTlsRefusesAPeerWithAForeignCertificate() {
    TcpNode a = node("a", mutual(here), client(here).setKeyCertOptions(elsewhere));
    TcpNode b = node("b", mutual(here), client(here));
    assertThat(a.openFails(b.self().address())).isNotNull();
    b.awaitClosed(CloseReason.BAD_HELLO, 1);
    assertThat(b.call(() -> b.transport().counters().accepted())).isZero();
  }

  @Test
  void aNodeWithoutTlsIsRefusedByOneWithIt() {
    TcpNode plain = node("a", new NetServerOptions(), new NetClientOptions());
    TcpNode b = node("b", server(here), client(here));
    assertThat(plain.openFails(b.self().address())).isNotNull();
    b.awaitClosed(CloseReason.BAD_HELLO, 1);
  }

  @Test
  void aNodeWithTlsIsRefusedByOneWithoutIt() {
    TcpNode plain = node("a", new NetServerOptions(), new NetClientOptions());
    TcpNode b = node("b", server(here), client(here));
    assertThat(b.openFails(plain.self().address()).reason()).isEqualTo(CloseReason.CONNECT_FAILED);
    plain.awaitClosed(CloseReason.BAD_HELLO, 1);
  }

  /** A peer that connects to a TLS server and says nothing holds no more than a hello's time. */
  @Test
  void aHandshakeMustEndWithinTheTimeOfAHello() throws IOException {
    TcpNode hasty = new TcpNode(
        vertx,
        TcpNode.options()
            .setNetServerOptions(server(here))
            .setNetClientOptions(client(here))
            .setHelloTimeout(50));
    hasty.start("a");
    try (RawPeer peer = RawPeer.connect(hasty.port())) {
      peer.awaitClose();
    }
    hasty.awaitClosed(CloseReason.BAD_HELLO, 1);
  }

  @Test
  void asManyHandshakesAreUnderWayAsHellosMayBeAwaited() throws IOException {
    TcpNode a = node("a", server(here), client(here));
    TcpNode busy = new TcpNode(
        vertx,
        TcpNode.options()
            .setNetServerOptions(server(here))
            .setNetClientOptions(client(here))
            .setHelloTimeout(600_000)
            .setMaxPendingHellos(2));
    busy.start("b");
    Buffer firstByte = Buffer.buffer(new byte[] {22});
    try (RawPeer first = RawPeer.connect(busy.port())) {
      try (RawPeer second = RawPeer.connect(busy.port());
          RawPeer third = RawPeer.connect(busy.port())) {
        first.write(firstByte);
        second.write(firstByte);
        third.awaitClose();
        busy.awaitClosed(CloseReason.BAD_HELLO, 1);
      }
      busy.awaitClosed(CloseReason.BAD_HELLO, 2);
      assertThat(a.open(busy).peer()).isEqualTo(busy.self());
    }
    busy.awaitClosed(CloseReason.BAD_HELLO, 3);
  }

  private TcpNode node(String id, NetServerOptions server, NetClientOptions client) {
    LinkOptions options = TcpNode.options().setNetServerOptions(server).setNetClientOptions(client);
    return new TcpNode(vertx, options).start(id);
  }

  private static NetServerOptions server(PfxOptions key) {
    return new NetServerOptions().setSsl(true).setKeyCertOptions(key);
  }

  private static NetServerOptions mutual(PfxOptions key) {
    return server(key).setTrustOptions(key).setClientAuth(ClientAuth.REQUIRED);
  }

  private static NetClientOptions client(PfxOptions trusted) {
    return new NetClientOptions().setSsl(true).setTrustOptions(trusted);
  }
}
