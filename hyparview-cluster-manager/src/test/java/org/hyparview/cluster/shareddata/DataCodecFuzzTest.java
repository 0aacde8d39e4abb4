package org.hyparview.cluster.shareddata;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.fuzz.AnyBytes;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a key or value of a map.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-cluster-manager -am -Dtest=DataCodecFuzzTest}</pre>
 */
class DataCodecFuzzTest {

  private static final DataCodec CODEC = new DataCodec(null, null);

  private static final AnyBytes ANY_BYTES =
      new AnyBytes(IllegalArgumentException.class, bytes -> CODEC.decode(Bytes.of(bytes)));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    ANY_BYTES.checkLike(Stream.of(
            "text",
            "\uD83D",
            true,
            1,
            2L,
            1.5,
            'c',
            new byte[3],
            Buffer.buffer("b"),
            new JsonObject().put("a", 1),
            new ArrayList<>(List.of(1, "two", new BigDecimal(3))),
            new HashMap<>(Map.of("a", new long[4])))
        .map(value -> CODEC.encode(value).toArray())
        .toList());
  }
}
