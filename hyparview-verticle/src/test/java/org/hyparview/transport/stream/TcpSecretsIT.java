package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.hyparview.node.LogLines;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that are secured by a shared secret. */
class TcpSecretsIT {

  private static final Channel DATA = new Channel(9, Channel.Lane.DATA);
  private static final String OLD = "the-Old-secret-of-these-tests-1";
  private static final String NEW = "the-New-secret-of-these-tests-2";
  private static final String OTHER = "a-Secret-of-another-cluster-333";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    TcpNode.await(vertx.close());
  }

  private TcpNode node(String id, String... secrets) {
    return new TcpNode(vertx, TcpNode.options().setSecrets(List.of(secrets))).start(id);
  }

  private static void assertLinked(TcpNode from, TcpNode to) {
    assertThat(from.open(to).peer()).isEqualTo(to.self());
  }

  /** Asserts that two nodes refuse each other, whichever dials, that it is counted, and no link. */
  private static void assertApart(TcpNode a, TcpNode b) {
    assertRefused(a, b);
    assertRefused(b, a);
  }

  private static void assertRefused(TcpNode from, TcpNode to) {
    long before = to.closed(CloseReason.BAD_HELLO);
    long accepted = accepted(to);
    assertThat(from.openFails(to.self().address()).reason())
        .isIn(CloseReason.CONNECT_FAILED, CloseReason.CLOSED_BY_PEER, CloseReason.CONNECTION_LOST);
    to.awaitClosed(CloseReason.BAD_HELLO, before + 1);
    assertThat(accepted(to)).isEqualTo(accepted);
  }

  private static long accepted(TcpNode node) {
    return node.call(() -> node.transport().counters().accepted());
  }

  @Test
  void nodesThatShareASecretAreLinked() {
    TcpNode a = node("a", NEW);
    TcpNode b = node("b", NEW);
    Link toB = a.open(b);
    a.send(toB, DATA, "x");
    b.send(b.received(0).link(), DATA, "y");
    assertThat(a.received(0).frame()).isEqualTo(Buffer.buffer("y"));
    assertLinked(b, a);
  }

  @Test
  void aCapturedConversationRevealsNothing() {
    String payload = "a payload that can be found ".repeat(50);
    assertThat(conversation(payload)).contains("a payload", "test", "nodeA", "nodeB");
    assertThat(conversation(payload, NEW))
        .hasSizeGreaterThan(payload.length())
        .doesNotContain("a payload", "nodeA", "nodeB", "HPV", NEW);
  }

  private String conversation(String payload, String... secrets) {
    TcpNode a = node("nodeA", secrets);
    TcpNode b = node("nodeB", secrets);
    RecordingProxy proxy = new RecordingProxy(vertx, b.self().address());
    Link toB = a.open(proxy.address());
    a.send(toB, DATA, payload);
    b.send(b.received(0).link(), DATA, payload);
    assertThat(a.received(0).frame().toString()).isEqualTo(payload);
    return proxy.recorded();
  }

  @Test
  void othersAreRefusedAndCountedAndDisturbNoLink(@TempDir Path directory)
      throws IOException, InterruptedException {
    TcpNode a = node("a", NEW);
    TcpNode b = node("b", NEW);
    Link toB = a.open(b);
    assertApart(a, node("wrong", OTHER));
    assertApart(a, node("plain"));
    PfxOptions own = Keytool.keyFor("ip:127.0.0.1", directory);
    NetClientOptions stranger = new NetClientOptions().setSsl(true).setTrustAll(true);
    assertStrangerIsRefused(a, stranger);
    assertStrangerIsRefused(a, new NetClientOptions(stranger).setKeyCertOptions(own));
    a.send(toB, DATA, "still here");
    assertThat(b.received(0).frame()).isEqualTo(Buffer.buffer("still here"));
    assertThat(a.closedCount()).isZero();
    assertThat(b.closedCount()).isZero();
  }

  private void assertStrangerIsRefused(TcpNode node, NetClientOptions dialing) {
    long before = node.closed(CloseReason.BAD_HELLO);
    Promise<Void> ended = Promise.promise();
    vertx
        .createNetClient(new NetClientOptions(dialing).setHostnameVerificationAlgorithm(""))
        .connect(node.port(), "127.0.0.1")
        .onSuccess(socket -> socket.closeHandler(end -> ended.tryComplete()))
        .onFailure(failure -> ended.tryComplete());
    TcpNode.await(ended.future());
    node.awaitClosed(CloseReason.BAD_HELLO, before + 1);
  }

  @Test
  void aWrongSecretIsLoggedOnceForItsHost() {
    assertLoggedOnce(node("wrong", OTHER), "(it does not trust this node's certificate or secret)");
  }

  /** It knows the secret of the listener, but has another one as its own. */
  @Test
  void anOldSecretIsLoggedOnceForItsHost() {
    assertLoggedOnce(node("old", OLD, NEW), "it has none of the secrets that are accepted here");
  }

  @Test
  void plainTextIsLoggedOnceForItsHost() {
    assertLoggedOnce(node("plain"), "it does not speak TLS");
  }

  private void assertLoggedOnce(TcpNode dialer, String why) {
    TcpNode a = node("a", NEW);
    LogLines log = new LogLines(StreamTransport.class);
    try {
      assertRefused(dialer, a);
      assertRefused(dialer, a);
      assertThat(log.lines())
          .noneMatch(line -> line.contains(NEW) || line.contains(OTHER) || line.contains(OLD))
          .filteredOn(line -> line.contains("Refused"))
          .singleElement()
          .asString()
          .startsWith("WARNING Refused a connection from 127.0.0.1: ")
          .endsWith(why);
    } finally {
      log.close();
    }
  }

  @Test
  void aDialerSaysWhyItsSecretIsWrong() {
    TcpNode a = node("a", NEW);
    assertThat(node("b", OTHER).openFails(a.self().address()))
        .hasMessageEndingWith("has none of the secrets that are accepted here");
    assertThat(node("c", OTHER, NEW).openFails(a.self().address()))
        .hasMessageContaining("perhaps it doesn't accept the first secret of this node");
  }

  @Test
  void aSecretIsReplacedWithoutAnInterruption() {
    TcpNode before = node("before", OLD);
    TcpNode first = node("first", OLD, NEW);
    TcpNode second = node("second", NEW, OLD);
    TcpNode after = node("after", NEW);
    for (TcpNode each : List.of(first, second)) {
      assertLinked(each, first == each ? second : first);
    }
    assertLinked(before, first);
    assertLinked(first, before);
    assertLinked(second, after);
    assertLinked(after, second);
    assertApart(before, after);
  }

  @Test
  void secretsAreReplacedWhileANodeRuns() {
    TcpNode a = node("a", OLD);
    TcpNode b = node("b", OLD);
    Link present = a.open(b);
    for (List<String> round : List.of(List.of(OLD, NEW), List.of(NEW, OLD), List.of(NEW))) {
      for (TcpNode each : List.of(a, b)) {
        update(each, round);
        assertLinked(a, b);
        assertLinked(b, a);
      }
    }
    assertApart(a, node("old", OLD));
    a.send(present, DATA, "still here");
    assertThat(b.received(0).frame()).isEqualTo(Buffer.buffer("still here"));
  }

  private static void update(TcpNode node, List<String> secrets) {
    Promise<Void> done = Promise.promise();
    node.run(() -> node.transport().updateSecrets(secrets).onComplete(done));
    TcpNode.await(done.future());
  }

  @Test
  void secretsAreNeitherSetNorRemovedWhileANodeRuns() {
    assertThatThrownBy(() -> update(node("a", OLD), List.of())).hasMessageContaining("removed");
    assertThatThrownBy(() -> update(node("b"), List.of(NEW))).hasMessageContaining("not be set");
  }

  @Test
  void reloadingCertificatesChangesNothing() {
    TcpNode a = node("a", OLD);
    Promise<Void> done = Promise.promise();
    a.run(() -> a.transport().reloadCertificates().onComplete(done));
    TcpNode.await(done.future());
    assertLinked(node("b", OLD), a);
  }

  @Test
  void theDialedHostNeedNotBeNamedByACertificate() {
    LinkOptions options = TcpNode.options().setSecrets(List.of(NEW)).setAdvertisedHost("localhost");
    TcpNode a = new TcpNode(vertx, options).start("a");
    assertThat(node("b", NEW).open(new PeerAddress("localhost", a.port())).peer())
        .isEqualTo(a.self());
  }
}
