package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.hyparview.protocol.peer.PeerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsNameTest {

  @Test
  void aNameHasTheDefaultPortOrItsOwnAndAServiceHasNone() {
    assertThat(DnsName.parse("a.example", 7)).isEqualTo(new DnsName("a.example", 7, false));
    assertThat(DnsName.parse("a.example:9", 7)).isEqualTo(new DnsName("a.example", 9, false));
    assertThat(DnsName.parse("_a._tcp.example", 7))
        .isEqualTo(new DnsName("_a._tcp.example", 7, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "a:x", "a:70000", "_a._tcp.b:7"})
  void otherFormsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DnsName.parse(text, 7));
  }

  @Test
  void aNameServerIsAnIpv4Address() {
    assertThat(DnsName.parseServer("10.0.0.2:53")).isEqualTo(new PeerAddress("10.0.0.2", 53));
    assertThatIllegalArgumentException().isThrownBy(() -> DnsName.parseServer("ns.example:53"));
    assertThatIllegalArgumentException().isThrownBy(() -> DnsName.parseServer("[::1]:53"));
    assertThatIllegalArgumentException().isThrownBy(() -> DnsName.parseServer("10.0.0.2"));
  }
}
