package org.hyparview.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsharedAddressTest {

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1", "0.0.0.0, 0.0.0.0", "::1, 0:0:0:0:0:0:0:1"})
  void itHasTheIpAddressAndThePort(String ip, String same) {
    SocketAddress address = StreamLayer.unshared(ip, 7100);
    assertThat(address.hostAddress()).isEqualTo(same);
    assertThat(address.port()).isEqualTo(7100);
  }

  @Test
  void noTwoAreEqual() {
    assertThat(StreamLayer.unshared("127.0.0.1", 7100))
        .isNotEqualTo(StreamLayer.unshared("127.0.0.1", 7100));
  }

  @Test
  void aNameIsNoIpAddress() {
    assertThatThrownBy(() -> StreamLayer.unshared("localhost", 7100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Not an IP address: localhost");
  }
}
