package org.hyparview.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.0/8, ::1, false",
    "100.64.0.0/10, 100.127.255.255, true",
    "100.64.0.0/10, 100.128.0.0, false",
    "192.168.1.1, 192.168.1.1, true",
    "192.168.1.1, 192.168.1.2, false",
    "0.0.0.0/0, 1.2.3.4, true",
    "fd00::/8, fdff::1, true",
    "fd00::/7, fc00::1, true",
    "fd00::/8, fc00::1, false",
  })
  void contain(String network, String ip, boolean contained) throws UnknownHostException {
    assertThat(new Networks(List.of(network)).contain(InetAddress.getByName(ip)))
        .isEqualTo(contained);
  }

  @Test
  void anyOfThemIsEnoughAndWithoutOneAllAre() throws UnknownHostException {
    InetAddress ip = InetAddress.getByName("10.0.0.1");
    assertThat(new Networks(List.of("192.168.0.0/16", "10.0.0.0/24")).contain(ip))
        .isTrue();
    assertThat(new Networks(List.of()).contain(ip)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10/8", "host/8", "::/129"})
  void whatHasAnotherFormIsNoNetwork(String text) {
    assertThatThrownBy(() -> new LinkOptions().setAllowedNetworks(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("allowedNetworks: A network must have the form 10.0.0.0/8 or fd00::/8, but is"
            + " \"" + text + "\"");
  }
}
