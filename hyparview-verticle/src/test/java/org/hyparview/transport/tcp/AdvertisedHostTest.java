package org.hyparview.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hyparview.transport.tcp.AdvertisedHost.Local;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvertisedHostTest {

  /** Interfaces as {@code name=address}, and the default routes by IPv4 and IPv6. */
  @ParameterizedTest
  @CsvSource({
    // A bridge for containers beside a network that is not of RFC 1918.
    "docker0=172.17.0.1 eth0=100.64.0.5, 100.64.0.5, 100.64.0.5",
    "docker0=172.17.0.1 eth0=8.8.4.4, 8.8.4.4, 8.8.4.4",
    "eth0=10.0.0.1 eth1=8.8.4.4, 8.8.4.4, 8.8.4.4",
    "eth0=10.0.0.1 eth1=192.168.1.5, 192.168.1.5, 192.168.1.5",
    "eth0=10.0.0.1 eth0=2001:db8::1, 10.0.0.1 2001:db8::1, 10.0.0.1",
    "docker0=172.17.0.1 eth0=2001:db8::1, 2001:db8::1, 2001:db8::1",
    // What no other host can dial is no route.
    "eth0=10.0.0.1, 0.0.0.0, 10.0.0.1",
    "eth0=10.0.0.1, ::, 10.0.0.1",
    "eth0=10.0.0.1, 127.0.0.1 fe80::1, 10.0.0.1"
  })
  void theRouteToOtherNetworksDecides(String all, String routes, String chosen) {
    assertThat(AdvertisedHost.choose(locals(all), parseAll(routes))).isEqualTo(chosen);
  }

  @ParameterizedTest
  @CsvSource({
    "lo=127.0.0.1 eth0=8.8.4.4 eth1=192.168.1.5 eth2=10.0.0.1, 192.168.1.5",
    "docker0=172.17.0.1 eth0=100.64.0.5, 100.64.0.5",
    "br-4f=172.18.0.1 eth0=2001:db8::1, 2001:db8::1",
    "eth0=8.8.4.4 eth1=100.64.0.5, 100.64.0.5",
    "eth0=100.63.0.5 eth1=100.128.0.5, 100.63.0.5",
    "lo=127.0.0.1 eth0=8.8.4.4, 8.8.4.4",
    "eth0=2001:db8::1 eth1=fd00::7, fd00::7",
    "lo=::1 eth0=fe80::1 eth0=2001:db8::1, 2001:db8::1",
    "eth0=2001:db8::1 eth0=172.16.0.9, 172.16.0.9",
    "docker0=172.17.0.1, 172.17.0.1",
    "lo=127.0.0.1 eth0=169.254.3.3, 127.0.0.1",
    "lo=::1 eth0=fe80::1, 127.0.0.1"
  })
  void withoutARouteToOtherNetworksTheBestAddressDecides(String all, String chosen) {
    assertThat(AdvertisedHost.choose(locals(all), List.of())).isEqualTo(chosen);
  }

  @Test
  void aMachineWithoutAnAddressAdvertisesLoopback() {
    assertThat(AdvertisedHost.choose(List.of(), List.of())).isEqualTo("127.0.0.1");
  }

  @Test
  void aHostThatIsNoWildcardIsAdvertisedAsItIs() {
    assertThat(AdvertisedHost.of("localhost", parse("127.0.0.1"))).isEqualTo("localhost");
  }

  @Test
  void aWildcardIsNeverAdvertised() {
    InetAddress wildcard = parse("0.0.0.0");
    assertThat(parse(AdvertisedHost.of("0.0.0.0", wildcard)).isAnyLocalAddress())
        .isFalse();
  }

  @Test
  void theIpv6WildcardIsNeverAdvertisedEither() {
    assertThat(parse(AdvertisedHost.of("::", parse("::"))).isAnyLocalAddress()).isFalse();
  }

  private static List<Local> locals(String all) {
    return Stream.of(all.split(" ", -1))
        .map(each -> each.split("=", -1))
        .map(each -> new Local(parse(each[1]), each[0]))
        .toList();
  }

  private static List<InetAddress> parseAll(String all) {
    return Stream.of(all.split(" ", -1)).map(AdvertisedHostTest::parse).toList();
  }

  private static InetAddress parse(String literal) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(literal), literal);
  }
}
