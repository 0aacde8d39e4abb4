package org.hyparview.protocol.peer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost", "10.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0", "2001:db8::1:2",
        "::ffff:10.0.0.1", "a", "node-1.example.com", "node-1.example.com.", "my_service", "1a.b",
        "xn--grn-ioa.example"
      })
  void areHosts(String host) {
    assertThatCode(() -> Hosts.checkDialable("host", host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "'',is empty",
    "'localhost ',begins or ends with a space",
    "' ',begins or ends with a space",
    "http://me,is a URL",
    "tcp/10.0.0.1,is a URL or a path",
    "1.2.3.4:7800,has a port",
    "me:7800,has a port",
    "[::1]:7800,has a port",
    "[::1],stands without them here",
    "[me],has brackets",
    "1.2.3,is no IPv4 address",
    "1.2.3.256,is no IPv4 address",
    "1.2.3.4.5,is no IPv4 address",
    "1234,is no IPv4 address",
    ":::,is no IPv6 address",
    "1:2:3:4:5:6:7:8:9,is no IPv6 address",
    "::g,is no IPv6 address",
    "a b,has characters",
    "-a,has characters",
    "a..b,has characters",
    "grün,has characters",
    "\u0661.2.3.4,has characters",
  })
  void areNoHosts(String host, String why) {
    assertThatThrownBy(() -> Hosts.check("clusterHost", host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("clusterHost must be an IP address or a DNS name, but \"" + host)
        .hasMessageContaining(why);
  }

  @Test
  void aNameHasALength() {
    String longest = "a.".repeat(126) + "a";
    assertThatCode(() -> Hosts.check("host", longest)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Hosts.check("host", longest + ".b")).hasMessageContaining("too many");
    assertThatThrownBy(() -> Hosts.check("host", "a".repeat(64))).hasMessageContaining("too many");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "0:0::0", "000.0.0.0"})
  void allAddressesCanBeListenedAtButNotDialed(String host) {
    assertThatCode(() -> Hosts.check("host", host)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Hosts.checkDialable("advertisedHost", host))
        .hasMessage("advertisedHost must be an address that other nodes can dial, but " + host
            + " stands for all addresses of a machine");
  }
}
