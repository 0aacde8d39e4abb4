package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MulticastGroupTest {

  @ParameterizedTest
  @CsvSource({
    "239.255.78.0, 0, ff12::efff:4e00",
    "239.255.78.0, 1, ff12::efff:4e00",
    "239.255.78.0, 2, ff15::efff:4e00",
    "224.0.0.1, 1, ff12::e000:1"
  })
  void anIpv6GroupHasTheBitsOfTheIpv4GroupAndTheScopeOfItsReach(
      String ipv4, int timeToLive, String ipv6) {
    assertThat(MulticastGroup.ipv6(ipv4, timeToLive)).isEqualTo(ipv6);
  }
}
