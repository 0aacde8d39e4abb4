package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.hyparview.transport.stream.InspectionFrame.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionFrameTest {

  @Test
  void aRequestHasTheseBytes() {
    assertThat(new InspectionFrame(Kind.REQUEST, 7, new JsonObject()).encode())
        .isEqualTo(Hex.bytes("01 00000007 7b7d"));
  }

  @ParameterizedTest
  @EnumSource
  void eachKindIsReadAsItWasWritten(Kind kind) {
    InspectionFrame frame = new InspectionFrame(kind, -1, new JsonObject().put("a", "ä"));
    assertThat(InspectionFrame.decode(frame.encode())).isEqualTo(frame);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01 000000",
        "01 00000007",
        // kinds that don't exist
        "00 00000007 7b7d",
        "06 00000007 7b7d",
        // an array, a JSON object that breaks off, and malformed UTF-8 in a string
        "01 00000007 5b5d",
        "01 00000007 7b",
        "01 00000007 7b2261223a22c0af227d"
      })
  void otherBytesAreRefused(String hex) {
    assertThat(InspectionFrame.decode(Hex.bytes(hex))).isNull();
  }

  @Test
  void jsonThatIsNestedTooDeeplyIsRefused() {
    String nested = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    Buffer payload = Hex.bytes("01 00000007").appendString(nested);
    assertThat(InspectionFrame.decode(payload)).isNull();
  }
}
