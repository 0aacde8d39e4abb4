package org.hyparview.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.stream.StreamTransport;
import org.hyparview.transport.tcp.TcpTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkOptionsTest {

  private static final PfxOptions KEY = new PfxOptions().setPath("node.p12");
  private static final String SECRET = "the-Secret-of-these-options-123";

  @Test
  void theRangeOfPortsEndsBelow65536() {
    LinkOptions options = new LinkOptions().setPort(65_500);
    assertThat(options.setPortRange(36).portsToTry()).isEqualTo(36);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.setPortRange(37).portsToTry())
        .withMessage("The ports 65500..65536 are not all in 1..65535");
  }

  @Test
  void anAdvertisedPortOrAnyPortLeavesNoRange() {
    LinkOptions options = new LinkOptions().setPortRange(8);
    assertThat(options.portsToTry()).isEqualTo(8);
    assertThat(options.setPort(65_530).setAdvertisedPort(1).portsToTry()).isEqualTo(1);
    assertThat(options.setPort(0).setAdvertisedPort(0).portsToTry()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\n"})
  void hostsAreChecked(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinkOptions().setHost(host))
        .withMessageStartingWith("host must ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinkOptions().setAdvertisedHost(host))
        .withMessageStartingWith("advertisedHost must ");
  }

  @Test
  void noAdvertisedHostStandsForTheOneThatIsListenedAt() {
    LinkOptions options = new LinkOptions().setAdvertisedHost("h").setAdvertisedHost(null);
    assertThat(options.getOrNull(LinkOptions.ADVERTISED_HOST)).isNull();
    assertThat(options.toJson().containsKey("advertisedHost")).isFalse();
  }

  @Test
  void laterChangesOfTheVertxOptionsHaveNoEffect() {
    NetServerOptions server = new NetServerOptions().setTcpCork(true);
    NetClientOptions client = new NetClientOptions().setTcpCork(true);
    LinkOptions options = new LinkOptions().setNetServerOptions(server).setNetClientOptions(client);
    LinkOptions copy = new LinkOptions(options);
    server.setTcpCork(false);
    client.setTcpCork(false);
    options.get(LinkOptions.NET_SERVER_OPTIONS).setReuseAddress(false);
    assertThat(options.get(LinkOptions.NET_SERVER_OPTIONS).isTcpCork()).isTrue();
    assertThat(options.get(LinkOptions.NET_CLIENT_OPTIONS).isTcpCork()).isTrue();
    assertThat(copy.get(LinkOptions.NET_SERVER_OPTIONS).isReuseAddress()).isTrue();
  }

  @Test
  void secretsAreShownNowhere() {
    LinkOptions options = new LinkOptions().setSecrets(List.of(SECRET));
    assertThat(options).asString().doesNotContain(SECRET).contains("\"secrets\":\"set\"");
    assertThat(new LinkOptions()).asString().contains("\"secrets\":[]");
    assertThat(options.differences(new LinkOptions()))
        .isEqualTo(new JsonObject().put("secrets", "set"));
    assertThat(new LinkOptions(options.toJson()).get(LinkOptions.SECRETS)).containsExactly(SECRET);
  }

  @Test
  void refusedSecretsAreShownNowhereEither() {
    for (Object wrong : List.of(SECRET, new JsonArray().add(12_345_678), List.of("Too-short-1"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new LinkOptions(new JsonObject().put("secrets", wrong)))
          .withMessageStartingWith("secrets")
          .withMessageNotContaining(SECRET)
          .withMessageNotContaining("12345678")
          .withMessageNotContaining("Too-short-1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinkOptions().setSecrets(List.of(SECRET, SECRET)))
        .withMessage("secrets must not have the same secret twice");
  }

  @Test
  void secretsAndTlsExcludeEachOther() {
    LinkOptions options = new LinkOptions()
        .setSecrets(List.of(SECRET))
        .setNetServerOptions(new NetServerOptions().setSsl(true))
        .setNetClientOptions(new NetClientOptions().setSsl(true));
    assertThatIllegalArgumentException()
        .isThrownBy(options::checkTls)
        .withMessage("secrets are set, and ssl in netServerOptions:"
            + " set either secrets or TLS of your own");
  }

  private static LinkOptions verifying() {
    NetServerOptions server = new NetServerOptions().setSsl(true).setKeyCertOptions(KEY);
    return new LinkOptions()
        .setVerifyNodeId(true)
        .setNetServerOptions(server.setClientAuth(ClientAuth.REQUIRED))
        .setNetClientOptions(new NetClientOptions().setSsl(true).setKeyCertOptions(KEY));
  }

  private static LinkOptions listening(Consumer<NetServerOptions> change) {
    LinkOptions options = verifying();
    NetServerOptions server = new NetServerOptions(options.get(LinkOptions.NET_SERVER_OPTIONS));
    change.accept(server);
    return options.setNetServerOptions(server);
  }

  private static LinkOptions dialing(Consumer<NetClientOptions> change) {
    LinkOptions options = verifying();
    NetClientOptions client = new NetClientOptions(options.get(LinkOptions.NET_CLIENT_OPTIONS));
    change.accept(client);
    return options.setNetClientOptions(client);
  }

  @Test
  void idsAreVerifiedByMutualTls() {
    assertThatCode(() -> verifying().checkTls()).doesNotThrowAnyException();
  }

  static Stream<Arguments> withoutMutualTls() {
    return Stream.of(
        Arguments.of(
            new LinkOptions().setVerifyNodeId(true),
            "netServerOptions and netClientOptions have no ssl"),
        Arguments.of(
            listening(server -> server.setClientAuth(ClientAuth.REQUEST)),
            "clientAuth in netServerOptions is not REQUIRED"),
        Arguments.of(
            listening(server -> server.setKeyCertOptions(null)), "netServerOptions has no key"),
        Arguments.of(
            dialing(client -> client.setKeyCertOptions(null)), "netClientOptions has no key"),
        Arguments.of(dialing(client -> client.setTrustAll(true)), "netClientOptions has trustAll"));
  }

  @ParameterizedTest
  @MethodSource("withoutMutualTls")
  void idsAreNotVerifiedWithoutMutualTls(LinkOptions options, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(options::checkTls)
        .withMessage("verifyNodeId needs mutual TLS, but " + why);
  }

  @Test
  void secretsDoNotTellNodesApart() {
    LinkOptions options = new LinkOptions().setSecrets(List.of(SECRET)).setVerifyNodeId(true);
    assertThatIllegalArgumentException()
        .isThrownBy(options::checkTls)
        .withMessageStartingWith("verifyNodeId is set, and secrets, which don't tell one node from")
        .withMessageNotContaining(SECRET);
  }

  @Test
  void aNetworkOfOnesOwnTakesNoSecrets() {
    LinkOptions options = new LinkOptions().setSecrets(List.of(SECRET));
    StreamLayer layer = new StreamLayer() {
      @Override
      public Future<PeerAddress> listen(Listener listener) {
        return Future.failedFuture("unused");
      }

      @Override
      public Future<Connection> connect(PeerAddress address, int timeoutMillis) {
        return Future.failedFuture("unused");
      }

      @Override
      public Future<Void> close() {
        return Future.succeededFuture();
      }
    };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamTransport(layer, "test", options))
        .withMessageContaining("secrets");
  }

  @Test
  void aTransportChecksTheNameOfItsClusterAndTheOptionsTogether() {
    Vertx vertx = Vertx.vertx();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TcpTransport(vertx, "é".repeat(128), new LinkOptions()))
        .withMessage("clusterName must have 1 to 255 bytes in UTF-8, but has 256");
    LinkOptions tooHigh = new LinkOptions().setPort(65_535).setPortRange(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TcpTransport(vertx, "test", tooHigh))
        .withMessage("The ports 65535..65536 are not all in 1..65535");
    vertx.close().await();
  }
}
