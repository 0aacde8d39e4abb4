package org.hyparview.protocol.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:7100, localhost, 7100",
    "10.0.0.1:1, 10.0.0.1, 1",
    "a.b.example:65535, a.b.example, 65535",
    "[::1]:7100, ::1, 7100",
    "[fe80::1%eth0]:7100, fe80::1%eth0, 7100"
  })
  void anAddressIsReadAndWrittenInOneForm(String text, String host, int port) {
    PeerAddress address = PeerAddress.parse(text);
    assertThat(address).isEqualTo(new PeerAddress(host, port));
    assertThat(address).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp/10.0.0.1:7800",
        "0.0.0.0:7800",
        "[::]:7800",
        "[::g]:7800",
        "a b:1",
        "1.2.3:7800"
      })
  void whatCantBeDialedIsNoAddress(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerAddress.parse(text))
        .withMessageStartingWith("The host of \"" + text + "\" must be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "host",
        ":7100",
        "host:",
        "host:port",
        "::1:7100",
        "a:b:7100",
        "host:1x",
        "a:+7800",
        "a:\u0667\u0668",
        "a:007800",
        "[not-ipv6]:7800",
        "[localhost]:7100"
      })
  void whatHasAnotherFormIsNoAddress(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerAddress.parse(text))
        .withMessage(
            "An address must have the form host:port or [ipv6]:port, but is \"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_536})
  void aPortIsInItsRange(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PeerAddress("host", port))
        .withMessage("A port must be in 1..65535, but is " + port);
    assertThatIllegalArgumentException().isThrownBy(() -> PeerAddress.parse("host:" + port));
  }

  @Test
  void aHostHasOneTo255Bytes() {
    assertThat(new PeerAddress("h".repeat(255), 1).host()).hasSize(255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PeerAddress("h".repeat(256), 1))
        .withMessage("A host must have 1 to 255 bytes in UTF-8, but has 256");
    assertThatIllegalArgumentException().isThrownBy(() -> new PeerAddress("", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> PeerAddress.parse("[]:7100"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\tb", "a\nb", "a\u0000b", " ", "a\u2003b"})
  void aHostHasNoSpaces(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PeerAddress(host, 1))
        .withMessage("A host must not hold control characters or spaces");
  }
}
