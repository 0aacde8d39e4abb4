package org.hyparview.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvertisedHostTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1 8.8.4.4 192.168.1.5 10.0.0.1, 192.168.1.5",
    "127.0.0.1 8.8.4.4, 8.8.4.4",
    "127.0.0.1 169.254.3.3, 127.0.0.1",
    "::1 fe80::1 2001:db8::1, 127.0.0.1",
    "::1 2001:db8::1 172.16.0.9, 172.16.0.9"
  })
  void aSiteLocalAddressIsBetterThanAnotherAndLoopbackIsTheLast(String all, String chosen)
      throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String address : all.split(" ", -1)) {
      addresses.add(parse(address));
    }
    assertThat(AdvertisedHost.choose(addresses, null)).isEqualTo(chosen);
  }

  @ParameterizedTest
  @CsvSource({
    "172.17.0.1 192.168.1.5, 192.168.1.5, 192.168.1.5",
    "172.17.0.1 192.168.1.5, 172.17.0.1, 172.17.0.1",
    "10.0.0.1 8.8.4.4, 8.8.4.4, 10.0.0.1",
    "8.8.8.8 8.8.4.4, 8.8.4.4, 8.8.4.4",
    "10.0.0.1, 0.0.0.0, 10.0.0.1",
    "10.0.0.1, ::, 10.0.0.1"
  })
  void amongEqualsTheAddressOfTheRouteToOthersIsTheBest(String all, String outward, String chosen)
      throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String address : all.split(" ", -1)) {
      addresses.add(parse(address));
    }
    assertThat(AdvertisedHost.choose(addresses, parse(outward))).isEqualTo(chosen);
  }

  @Test
  void aMachineWithoutAnAddressAdvertisesLoopback() {
    assertThat(AdvertisedHost.choose(List.of(), null)).isEqualTo("127.0.0.1");
  }

  @Test
  void aHostThatIsNoWildcardIsAdvertisedAsItIs() throws UnknownHostException {
    assertThat(AdvertisedHost.of("localhost", parse("127.0.0.1"))).isEqualTo("localhost");
  }

  @Test
  void aWildcardIsNeverAdvertised() throws UnknownHostException {
    InetAddress wildcard = parse("0.0.0.0");
    assertThat(parse(AdvertisedHost.of("0.0.0.0", wildcard)).isAnyLocalAddress())
        .isFalse();
  }

  private static InetAddress parse(String literal) throws UnknownHostException {
    return InetAddress.getAllByName(literal)[0];
  }
}
