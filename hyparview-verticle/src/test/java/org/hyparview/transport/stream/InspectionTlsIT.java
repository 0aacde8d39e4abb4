package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.InspectionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inspectors of nodes with TLS and mutual TLS. */
class InspectionTlsIT {

  @TempDir
  private static Path directory = Path.of("");

  private static PfxOptions here = new PfxOptions();
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

  private TcpNode node(ClientAuth auth) {
    NetServerOptions server = new NetServerOptions().setSsl(true).setKeyCertOptions(here);
    if (auth == ClientAuth.REQUIRED) {
      server.setTrustOptions(here).setClientAuth(auth);
    }
    TcpNode node = new TcpNode(
        vertx, TcpNode.options().setNetServerOptions(server).setNetClientOptions(trusting(here)));
    node.transport().inspectedBy(new EchoingHandler());
    return node.start("a");
  }

  private static NetClientOptions trusting(PfxOptions trusted) {
    return new NetClientOptions().setSsl(true).setTrustOptions(trusted);
  }

  private Future<InspectionClient> connect(TcpNode node, NetClientOptions dialing) {
    return InspectionClient.connect(
        vertx,
        new InspectionOptions()
            .setClusterName("test")
            .setTimeout(60_000)
            .setNetClientOptions(dialing),
        node.self().address().toString());
  }

  @Test
  void anInspectorSpeaksTls() {
    InspectionClient client = TcpNode.await(connect(node(ClientAuth.NONE), trusting(here)));
    assertThat(client.nodeId()).isEqualTo("a");
    assertThat(TcpNode.await(client.status()).getString("request")).isEqualTo("status");
  }

  @Test
  void anInspectorTrustsNoOtherCertificate() {
    assertThat(TcpNode.failureOf(connect(node(ClientAuth.NONE), trusting(elsewhere))))
        .hasMessageContaining("the TLS handshake failed");
  }

  @Test
  void anInspectorWithoutTlsIsNotLetIn() {
    assertThat(TcpNode.failureOf(connect(node(ClientAuth.NONE), new NetClientOptions())))
        .hasMessageEndingWith("expects TLS or a secret");
  }

  @Test
  void aSecretLetsInOnlyAnInspectorThatHasIt() {
    String secret = "the-Secret-of-this-cluster-1234";
    TcpNode node = new TcpNode(vertx, TcpNode.options().setSecrets(List.of(secret)));
    node.transport().inspectedBy(new EchoingHandler());
    node.start("a");
    assertThat(TcpNode.await(connect(node, List.of(secret))).nodeId()).isEqualTo("a");
    assertThat(TcpNode.failureOf(connect(node, List.of("the-Secret-of-another-cluster-5"))))
        .hasMessageContaining("has none of the secrets that are accepted here");
    assertThat(TcpNode.failureOf(connect(node, new NetClientOptions())))
        .hasMessageEndingWith("expects TLS or a secret");
  }

  private Future<InspectionClient> connect(TcpNode node, List<String> secrets) {
    InspectionOptions options =
        new InspectionOptions().setClusterName("test").setTimeout(60_000).setSecrets(secrets);
    return InspectionClient.connect(vertx, options, node.self().address().toString());
  }

  @Test
  void mutualTlsLetsInOnlyAnInspectorWithACertificate() {
    TcpNode node = node(ClientAuth.REQUIRED);
    assertThat(
            TcpNode.await(connect(node, trusting(here).setKeyCertOptions(here))).nodeId())
        .isEqualTo("a");
    assertThat(TcpNode.failureOf(connect(node, trusting(here))))
        .hasMessageStartingWith("Cannot inspect " + node.self().address());
    assertThat(TcpNode.failureOf(connect(node, trusting(here).setKeyCertOptions(elsewhere))))
        .hasMessageStartingWith("Cannot inspect " + node.self().address());
  }
}
