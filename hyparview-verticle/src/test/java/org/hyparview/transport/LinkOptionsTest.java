package org.hyparview.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import org.hyparview.transport.tcp.TcpTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkOptionsTest {

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
