package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.fuzz.WrongValues;
import org.hyparview.fuzz.WrongValues.Mistake;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each option in a wrong case, and with values of wrong types. */
class WrongClusterOptionsTest {

  static List<Mistake> mistakes() {
    return WrongValues.of(new HyParViewClusterOptions().table().kinds());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void areRefusedByName(Mistake mistake) {
    assertThatThrownBy(() -> new HyParViewClusterOptions(new JsonObject(mistake.json())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(mistake.named());
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0", "'::'", "1.2.3.4:7800", "http://me", "'localhost '", "[::1]", "1.2.3"})
  void aHostThatCantBeDialedIsRefused(String host) {
    HyParViewClusterOptions options = new HyParViewClusterOptions();
    assertThatThrownBy(() -> options.setClusterHost(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("clusterHost must be");
    assertThatThrownBy(() -> options.setClusterPublicHost(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("clusterPublicHost must be");
  }
}
