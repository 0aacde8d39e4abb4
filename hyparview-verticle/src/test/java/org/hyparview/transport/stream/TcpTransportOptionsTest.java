package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpTransportOptionsTest {

  private interface Setter {
    TcpTransportOptions.Builder set(TcpTransportOptions.Builder builder, int value);
  }

  static Stream<Arguments> ranges() {
    return Stream.of(
        range("bindPort", TcpTransportOptions.Builder::bindPort, 0, 65_535),
        range("bindPortRange", TcpTransportOptions.Builder::bindPortRange, 1, 1_024),
        range("advertisedPort", TcpTransportOptions.Builder::advertisedPort, 0, 65_535),
        range(
            "connectTimeoutMillis",
            TcpTransportOptions.Builder::connectTimeoutMillis,
            1,
            3_600_000),
        range("helloTimeoutMillis", TcpTransportOptions.Builder::helloTimeoutMillis, 1, 3_600_000),
        range(
            "heartbeatIntervalMillis",
            TcpTransportOptions.Builder::heartbeatIntervalMillis,
            10,
            3_600_000),
        range("heartbeatMisses", TcpTransportOptions.Builder::heartbeatMisses, 2, 1_000),
        range("idleTimeoutMillis", TcpTransportOptions.Builder::idleTimeoutMillis, 10, 3_600_000),
        range("maxFrameSize", TcpTransportOptions.Builder::maxFrameSize, 4_096, 16_777_216),
        range("maxPendingHellos", TcpTransportOptions.Builder::maxPendingHellos, 1, 1_000_000),
        range("maxTemporaryLinks", TcpTransportOptions.Builder::maxTemporaryLinks, 1, 1_000_000),
        range("controlQueueFrames", TcpTransportOptions.Builder::controlQueueFrames, 1, 1_000_000),
        range(
            "controlQueueBytes",
            TcpTransportOptions.Builder::controlQueueBytes,
            1_024,
            1_073_741_824),
        range("dataQueueBytes", TcpTransportOptions.Builder::dataQueueBytes, 1_024, 1_073_741_824));
  }

  private static Arguments range(String name, Setter setter, int min, int max) {
    return Arguments.of(name, setter, min, max);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ranges")
  void numbersAreChecked(String name, Setter setter, int min, int max) {
    TcpTransportOptions.Builder builder = TcpTransportOptions.builder("test");
    setter.set(builder, min);
    setter.set(builder, max);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setter.set(builder, min - 1))
        .withMessage("%s must be in %d..%d, but is %d", name, min, max, min - 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setter.set(builder, max + 1))
        .withMessage("%s must be in %d..%d, but is %d", name, min, max, max + 1);
  }

  @Test
  void theRangeOfPortsEndsBelow65536() {
    TcpTransportOptions.Builder builder = TcpTransportOptions.builder("test").bindPort(65_500);
    assertThat(builder.bindPortRange(36).build().bindPortRange()).isEqualTo(36);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.bindPortRange(37).build())
        .withMessage("The ports 65500..65536 are not all in 1..65535");
  }

  @Test
  void theClusterNameMustHave1To255Bytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> TcpTransportOptions.builder(""));
    assertThat(TcpTransportOptions.builder("c".repeat(255)).build().clusterName())
        .hasSize(255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TcpTransportOptions.builder("é".repeat(128)))
        .withMessage("clusterName must have 1 to 255 bytes in UTF-8, but has 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TcpTransportOptions.builder("a\nb"))
        .withMessage("clusterName must not hold control characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\n"})
  void hostsAreChecked(String host) {
    TcpTransportOptions.Builder builder = TcpTransportOptions.builder("test");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.bindHost(host))
        .withMessageStartingWith("bindHost: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.advertisedHost(host))
        .withMessageStartingWith("advertisedHost: ");
  }

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    TcpTransportOptions options = TcpTransportOptions.builder("test").build();
    assertThat(options.bindHost()).isEqualTo("0.0.0.0");
    assertThat(options.bindPort()).isZero();
    assertThat(options.advertisedHost()).isNull();
    assertThat(options.advertisedPort()).isZero();
    assertThat(options.connectTimeoutMillis()).isEqualTo(2_000);
    assertThat(options.helloTimeoutMillis()).isEqualTo(2_000);
    assertThat(options.heartbeatIntervalMillis()).isEqualTo(1_000);
    assertThat(options.heartbeatMisses()).isEqualTo(3);
    assertThat(options.idleTimeoutMillis()).isEqualTo(10_000);
    assertThat(options.maxFrameSize()).isEqualTo(1_048_576);
    assertThat(options.maxPendingHellos()).isEqualTo(1_024);
    assertThat(options.maxTemporaryLinks()).isEqualTo(1_024);
    assertThat(options.controlQueueFrames()).isEqualTo(1_024);
    assertThat(options.controlQueueBytes()).isEqualTo(1_048_576);
    assertThat(options.dataQueueBytes()).isEqualTo(4_194_304);
  }

  @Test
  void laterChangesOfTheVertxOptionsHaveNoEffect() {
    NetServerOptions server = new NetServerOptions().setTcpCork(true);
    NetClientOptions client = new NetClientOptions().setTcpCork(true);
    TcpTransportOptions options = TcpTransportOptions.builder("test")
        .serverOptions(server)
        .clientOptions(client)
        .build();
    server.setTcpCork(false);
    client.setTcpCork(false);
    options.serverOptions().setTcpCork(false);
    options.clientOptions().setTcpCork(false);
    assertThat(options.serverOptions().isTcpCork()).isTrue();
    assertThat(options.clientOptions().isTcpCork()).isTrue();
  }
}
