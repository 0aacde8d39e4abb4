package org.hyparview.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.HostAndPort;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {

  private final HostCheck check = new HostCheck("ops.internal", List.of("Dashboard.example"));

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1", "10.1.2.3", "::1", "ops.internal", "dashboard.EXAMPLE"})
  void ownNamesAndAddressesAreAllowed(String host) {
    assertThat(check.allows(HostAndPort.create(host, 7880))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rebound.example", "localhost.example", "127.0.0.1.example", "1"})
  void foreignNamesAreNot(String host) {
    assertThat(check.allows(HostAndPort.create(host, 7880))).isFalse();
  }

  @Test
  void aRequestWithoutANameIsNot() {
    assertThat(check.allows(null)).isFalse();
  }
}
