package org.hyparview.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.hyparview.transport.LinkOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaintextWarningTest {

  private static @Nullable String warning(LinkOptions options, String address) {
    InetAddress bound =
        Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(address));
    return PlaintextWarning.of(options, bound, 7800);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "::", "fd00::1"})
  void aNodeThatListensForOtherHostsWithoutTlsSaysSo(String address) {
    assertThat(warning(new LinkOptions(), address))
        .contains(":7800 without secrets or TLS")
        .contains("Set secrets", "netServerOptions")
        .contains("plaintextWarning");
    assertThat(warning(new LinkOptions().setPlaintextWarning(false), address)).isNull();
    NetServerOptions tls = new NetServerOptions().setSsl(true);
    assertThat(warning(new LinkOptions().setNetServerOptions(tls), address)).isNull();
    List<String> secrets = List.of("the-Secret-of-these-tests-12345");
    assertThat(warning(new LinkOptions().setSecrets(secrets), address)).isNull();
  }

  @Test
  void onTheLoopbackInterfaceThereIsNothingToSay() {
    assertThat(warning(new LinkOptions(), "127.0.0.1")).isNull();
    assertThat(warning(new LinkOptions(), "::1")).isNull();
  }
}
