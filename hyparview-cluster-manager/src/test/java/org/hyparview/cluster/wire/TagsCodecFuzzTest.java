package org.hyparview.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hyparview.Tags;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.fuzz.AnyBytes;
import org.hyparview.wire.DecodeException;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as the metadata of a node.
 *
 * <pre>{@code mvn test -Pfuzz -pl hyparview-cluster-manager -am -Dtest=TagsCodecFuzzTest}</pre>
 */
class TagsCodecFuzzTest {

  private static final AnyBytes ANY_BYTES =
      new AnyBytes(DecodeException.class, bytes -> TagsCodec.decode(Bytes.of(bytes)));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    ANY_BYTES.checkLike(List.of(
        TagsCodec.encode(Map.of(), 1).toArray(),
        TagsCodec.encode(Map.of("zone", "a", "gpu", ""), 1).toArray(),
        TagsCodec.encode(most(), 2).toArray()));
  }

  private static Map<String, String> most() {
    Map<String, String> tags = new TreeMap<>();
    for (int i = 0; i < Tags.MAX_TAGS; i++) {
      tags.put("key" + i, "é".repeat(i));
    }
    return tags;
  }

  @Test
  void tagsAreTheSameAfterTheirWayThroughBytes() throws DecodeException {
    assertThat(TagsCodec.decode(TagsCodec.encode(most(), 1))).isEqualTo(most());
  }

  @Test
  void theVersionFollowsTheTags() throws DecodeException {
    assertThat(TagsCodec.decodeVersion(TagsCodec.encode(most(), 1))).isOne();
    Bytes second = TagsCodec.encode(most(), 2);
    assertThat(TagsCodec.decodeVersion(second)).isEqualTo(2);
    assertThat(TagsCodec.decode(second)).isEqualTo(most());
    assertThat(TagsCodec.encode(Map.of(), 258).toArray()).isEqualTo(bytes("01 00 01 02"));
    assertThat(TagsCodec.decodeVersion(Bytes.of(bytes("01 00 00 00")))).isOne();
  }

  /** The example of docs/wire-protocol.md, and what a later version may add to it. */
  @Test
  void bytesOfALaterVersionAreSkipped() throws DecodeException {
    Map<String, String> tags = Map.of("gpu", "", "zone", "a");
    assertThat(TagsCodec.encode(tags, 1).toArray())
        .isEqualTo(bytes("01 02 03 677075 00 04 7a6f6e65 01 61"));
    assertThat(TagsCodec.decode(Bytes.of(bytes("01 02 03 677075 00 04 7a6f6e65 01 61 ff"))))
        .isEqualTo(tags);
    assertThatThrownBy(() -> TagsCodec.decode(Bytes.of(bytes("0200"))))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("format");
    assertThatThrownBy(() -> TagsCodec.decode(Bytes.of(bytes("0102 0161 00 0161 00"))))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("twice");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
