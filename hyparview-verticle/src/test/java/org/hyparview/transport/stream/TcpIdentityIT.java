package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
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
import java.util.List;
import org.hyparview.certificates.CertificateAuthority;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.InspectionOptions;
import org.hyparview.node.LogLines;
import org.hyparview.transport.Channel;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.Link;
import org.hyparview.transport.LinkOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links by mutual TLS whose ends verify that certificates name the nodes. */
class TcpIdentityIT {

  private static final Channel DATA = new Channel(9, Channel.Lane.DATA);
  private static final String HERE = "IP:127.0.0.1";

  private final CertificateAuthority authority = new CertificateAuthority("authority");
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    TcpNode.await(vertx.close());
  }

  private static PfxOptions store(byte[] bytes) {
    return new PfxOptions()
        .setValue(Buffer.buffer(bytes))
        .setPassword(CertificateAuthority.PASSWORD);
  }

  private static PfxOptions store(Path file) {
    return new PfxOptions().setPath(file.toString()).setPassword(CertificateAuthority.PASSWORD);
  }

  private byte[] issue(String name) {
    return authority.issue("CN=node", HERE, "URI:hyparview:" + name);
  }

  private static LinkOptions mutual(PfxOptions store) {
    return TcpNode.options()
        .setNetServerOptions(new NetServerOptions()
            .setSsl(true)
            .setKeyCertOptions(store)
            .setTrustOptions(store)
            .setClientAuth(ClientAuth.REQUIRED))
        .setNetClientOptions(
            new NetClientOptions().setSsl(true).setKeyCertOptions(store).setTrustOptions(store));
  }

  private TcpNode verifying(PfxOptions store) {
    return new TcpNode(vertx, mutual(store).setVerifyNodeId(true));
  }

  private TcpNode node(String id) {
    return verifying(store(issue(id))).start(id);
  }

  /** A node that has a certificate of the cluster, but not one of its id, and doesn't verify. */
  private TcpNode impostor(String id, byte[] store) {
    return new TcpNode(vertx, mutual(store(store))).start(id);
  }

  private static void assertStillLinked(TcpNode from, Link link, TcpNode to) {
    from.send(link, DATA, "still here");
    assertThat(to.received(0).frame()).isEqualTo(Buffer.buffer("still here"));
    assertThat(from.closedCount()).isZero();
    assertThat(to.closedCount()).isZero();
  }

  private static long accepted(TcpNode node) {
    return node.call(() -> node.transport().counters().accepted());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "zone/a", "a/0b2ec7bc-6a1b-4f0a-9d3e-0f4c8a1d2b3c"})
  void nodesWhoseCertificatesNameThemAreLinked(String id) {
    TcpNode a = verifying(store(issue(id.startsWith("a/") ? "a" : id))).start(id);
    TcpNode byHost =
        verifying(store(authority.issue("CN=x", HERE, "DNS:b.example"))).start("b.example");
    TcpNode byCommonName = verifying(store(authority.issue("CN=c", HERE))).start("c");
    for (TcpNode other : List.of(byHost, byCommonName)) {
      assertThat(a.open(other).peer()).isEqualTo(other.self());
      assertThat(other.open(a).peer()).isEqualTo(a.self());
    }
  }

  @Test
  void aNodeThatClaimsToBeAnotherIsRefusedAndDisturbsNoLink() {
    TcpNode a = node("a");
    TcpNode b = node("b");
    Link toB = a.open(b);
    TcpNode impostor = impostor("b", issue("c"));
    assertThat(impostor.openFails(a.self().address()))
        .hasMessageEndingWith("; perhaps the certificate of this node doesn't name its id");
    a.awaitClosed(CloseReason.WRONG_IDENTITY, 1);
    assertThat(accepted(a)).isZero();
    assertThat(a.openFails(impostor.self().address()).reason())
        .isEqualTo(CloseReason.WRONG_IDENTITY);
    assertStillLinked(a, toB, b);
    assertThat(b.open(a).peer()).isEqualTo(a.self());
  }

  /** The node itself is not to be confused with its impostor, of which a person has to hear. */
  @Test
  void aNodeThatClaimsToBeThisOneIsNoneToo() {
    TcpNode a = node("a");
    impostor("a", issue("c")).openFails(a.self().address());
    a.awaitClosed(CloseReason.WRONG_IDENTITY, 1);
    assertThat(a.openFails(a.self().address()).reason()).isEqualTo(CloseReason.SELF);
  }

  @Test
  void refusalsAreLoggedOnceForTheirHost() {
    TcpNode a = node("a");
    TcpNode impostor = impostor("b", authority.issue("CN=x", HERE, "DNS:c", "DNS:d"));
    TcpNode nameless = impostor("b", authority.issue("O=someone", HERE));
    LogLines log = new LogLines(StreamTransport.class);
    try {
      for (TcpNode each : List.of(impostor, nameless)) {
        assertThat(a.openFails(each.self().address())).isNotNull();
        assertThat(a.openFails(each.self().address())).isNotNull();
        each.openFails(a.self().address());
        each.openFails(a.self().address());
      }
      a.awaitClosed(CloseReason.WRONG_IDENTITY, 8);
      assertThat(log.lines().stream().map(line -> line.replaceAll(":\\d+", ":1")))
          .containsExactlyInAnyOrder(
              "WARNING Cannot open a link to 127.0.0.1:1: it says that it is node \"b\", but its"
                  + " certificate names \"c\", \"d\"",
              "WARNING Refused a link from 127.0.0.1:1: it says that it is node \"b\", but its"
                  + " certificate names \"c\", \"d\"",
              "WARNING Cannot open a link to 127.0.0.1:1: it says that it is node \"b\", but its"
                  + " certificate names no node");
    } finally {
      log.close();
    }
  }

  /** An authority of the same name, since a client of TLS doesn't even offer others. */
  @Test
  void aCertificateOfAnotherAuthorityIsRefused() {
    CertificateAuthority other = new CertificateAuthority("authority");
    assertRefused(other.issue("CN=node", HERE, "URI:hyparview:b"), "Signature does not match");
  }

  @Test
  void anExpiredCertificateIsRefused() {
    byte[] expired = authority.issueExpired("CN=node", HERE, "URI:hyparview:b");
    assertRefused(expired, "(its certificate has expired)");
  }

  /** Asserts that whoever has this is refused in both directions, and logged once for its host. */
  private void assertRefused(byte[] store, String why) {
    TcpNode a = node("a");
    TcpNode b = node("b");
    Link toB = a.open(b);
    LinkOptions trusting = mutual(store(store));
    trusting.setNetClientOptions(new NetClientOptions(trusting.get(LinkOptions.NET_CLIENT_OPTIONS))
        .setTrustOptions(null)
        .setTrustAll(true)
        .setHostnameVerificationAlgorithm(""));
    TcpNode wrong = new TcpNode(vertx, trusting).start("b");
    LogLines log = new LogLines(StreamTransport.class);
    try {
      for (int i = 1; i <= 2; i++) {
        assertThat(wrong.openFails(a.self().address())).isNotNull();
        a.awaitClosed(CloseReason.BAD_HELLO, i);
      }
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING Refused a connection from 127.0.0.1: the TLS handshake failed: ")
          .contains(why);
      assertThat(a.openFails(wrong.self().address()))
          .hasMessageContaining("the TLS handshake failed")
          .hasMessageContaining(why);
    } finally {
      log.close();
    }
    assertThat(accepted(a)).isZero();
    assertStillLinked(a, toB, b);
  }

  @Test
  void aNodeThatItsOwnCertificateDoesNotNameDoesNotStart() {
    Future<?> start = verifying(store(issue("b"))).startLater("a");
    assertThat(TcpNode.failureOf(start))
        .hasMessageStartingWith("The certificate in netServerOptions names \"b\", but this node is"
            + " \"a\" (verifyNodeId). Set nodeId, or");
    LinkOptions dialing = mutual(store(issue("a"))).setVerifyNodeId(true);
    dialing.setNetClientOptions(
        mutual(store(authority.issue("O=someone", HERE))).get(LinkOptions.NET_CLIENT_OPTIONS));
    assertThat(TcpNode.failureOf(new TcpNode(vertx, dialing).startLater("a")))
        .hasMessageStartingWith("The certificate in netClientOptions names no node, but");
  }

  private static Future<Void> reload(TcpNode node) {
    Promise<Void> done = Promise.promise();
    node.run(() -> node.transport().reloadCertificates().onComplete(done));
    return done.future();
  }

  @Test
  void aRenewedCertificateMustNameTheNode(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("node.p12"), issue("a"));
    TcpNode a = verifying(store(file)).start("a");
    TcpNode b = node("b");
    a.open(b);
    Files.write(file, issue("c"));
    assertThat(TcpNode.failureOf(reload(a)))
        .hasMessageStartingWith("The certificate in netServerOptions names \"c\"");
    assertThat(a.open(b).peer()).isEqualTo(b.self());
    assertThat(b.open(a).peer()).isEqualTo(a.self());
    Files.write(file, issue("a"));
    TcpNode.await(reload(a));
    assertThat(a.open(b).peer()).isEqualTo(b.self());
    assertThat(b.open(a).peer()).isEqualTo(a.self());
  }

  @Test
  void aNodeThatTakesTheCertificateOfAnotherIsRefusedFromThenOn(@TempDir Path directory)
      throws IOException {
    Path file = Files.write(directory.resolve("node.p12"), issue("b"));
    TcpNode a = node("a");
    TcpNode b = new TcpNode(vertx, mutual(store(file))).start("b");
    Link toB = a.open(b);
    assertThat(b.open(a).peer()).isEqualTo(a.self());
    Files.write(file, issue("c"));
    TcpNode.await(reload(b));
    assertThat(b.openFails(a.self().address())).isNotNull();
    a.awaitClosed(CloseReason.WRONG_IDENTITY, 1);
    assertThat(a.openFails(b.self().address()).reason()).isEqualTo(CloseReason.WRONG_IDENTITY);
    assertStillLinked(a, toB, b);
  }

  /** It is no node, so it has no id. */
  @Test
  void anInspectorNeedsACertificateOfAnyName() {
    TcpNode a = verifying(store(issue("a")));
    a.transport().inspectedBy(new EchoingHandler());
    a.start("a");
    NetClientOptions dialing =
        mutual(store(authority.issue("CN=operator"))).get(LinkOptions.NET_CLIENT_OPTIONS);
    InspectionOptions options = new InspectionOptions()
        .setClusterName("test")
        .setTimeout(60_000)
        .setNetClientOptions(dialing);
    InspectionClient client = TcpNode.await(
        InspectionClient.connect(vertx, options, a.self().address().toString()));
    assertThat(client.nodeId()).isEqualTo("a");
  }
}
