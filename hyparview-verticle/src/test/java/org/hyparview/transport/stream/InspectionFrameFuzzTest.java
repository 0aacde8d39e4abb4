package org.hyparview.transport.stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.transport.stream.InspectionFrame.Kind;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a frame of an inspector.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-verticle -am -Dtest=InspectionFrameFuzzTest}</pre>
 */
class InspectionFrameFuzzTest {

  private static final AnyBytes ANY_BYTES =
      new AnyBytes(DecodeException.class, bytes -> InspectionFrame.decode(Buffer.buffer(bytes)));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    JsonObject request = new JsonObject().put("request", "members").put("after", "a");
    JsonObject event =
        new JsonObject().put("type", "peer-up").put("peer", new JsonObject().put("id", "ä"));
    ANY_BYTES.checkLike(List.of(
        new InspectionFrame(Kind.REQUEST, 1, request).encode().getBytes(),
        new InspectionFrame(Kind.EVENT, 2, event).encode().getBytes()));
  }
}
