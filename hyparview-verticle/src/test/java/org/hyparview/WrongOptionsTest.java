package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.fuzz.WrongValues;
import org.hyparview.fuzz.WrongValues.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each option in a wrong case, and with values of wrong types. */
class WrongOptionsTest {

  static List<Mistake> mistakes() {
    return WrongValues.of(new HyParViewOptions().table().kinds());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void areRefusedByName(Mistake mistake) {
    assertThatThrownBy(() -> new HyParViewOptions(new JsonObject(mistake.json())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(mistake.named());
  }

  @Test
  void thereAreSomeOfEachOption() {
    assertThat(mistakes())
        .hasSizeGreaterThan(5 * new HyParViewOptions().table().kinds().size());
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0,stands for all addresses",
    "::,stands for all addresses",
    "1.2.3.4:7800,has a port",
    "http://me,is a URL",
    "'localhost ',begins or ends with a space",
    "[::1],stands without them here",
    "1.2.3,is no IPv4 address",
  })
  void aHostThatCantBeDialedIsRefused(String host, String why) {
    assertThatThrownBy(() -> new HyParViewOptions().setAdvertisedHost(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("advertisedHost must be")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({"a:+7800", "tcp/10.0.0.1:7800", "[not-ipv6]:7800", "a:\u0667", "0.0.0.0:1", "a"})
  void aContactThatCantBeDialedIsRefused(String contact) {
    assertThatThrownBy(() -> new HyParViewOptions().setContacts(List.of(contact)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("contacts: ")
        .hasMessageContaining(contact);
  }
}
