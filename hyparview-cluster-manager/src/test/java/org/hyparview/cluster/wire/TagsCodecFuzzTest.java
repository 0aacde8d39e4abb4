package org.hyparview.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
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
      new AnyBytes(DecodeException.class, bytes -> TagsCodec.decodeDataMember(Bytes.of(bytes)));

  @FuzzTest(maxDuration = "1h")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    ANY_BYTES.check(bytes);
  }

  @Test
  void spoiltBytesAreReadOrRefused() {
    ANY_BYTES.checkLike(List.of(
        TagsCodec.encode(Map.of(), 1, true).toArray(),
        TagsCodec.encode(Map.of("zone", "a", "gpu", ""), 1, true).toArray(),
        TagsCodec.encode(most(), 2, true).toArray(),
        TagsCodec.encode(most(), 2, false).toArray()));
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
    assertThat(TagsCodec.decode(TagsCodec.encode(most(), 1, true))).isEqualTo(most());
  }

  @Test
  void theVersionFollowsTheTags() throws DecodeException {
    assertThat(TagsCodec.decodeVersion(TagsCodec.encode(most(), 1, true))).isOne();
    Bytes second = TagsCodec.encode(most(), 2, true);
    assertThat(TagsCodec.decodeVersion(second)).isEqualTo(2);
    assertThat(TagsCodec.decode(second)).isEqualTo(most());
    assertThat(TagsCodec.encode(Map.of(), 258, true).toArray()).isEqualTo(bytes("01 00 01 02"));
    assertThat(TagsCodec.decodeVersion(Bytes.of(bytes("01 00 00 00")))).isOne();
  }

  @Test
  void theFlagsFollowTheVersion() throws DecodeException {
    Bytes keepsNone = TagsCodec.encode(most(), 1, false);
    assertThat(TagsCodec.decodeDataMember(keepsNone)).isFalse();
    assertThat(TagsCodec.decodeVersion(keepsNone)).isOne();
    assertThat(TagsCodec.decode(keepsNone)).isEqualTo(most());
    assertThat(TagsCodec.encode(Map.of(), 258, false).toArray()).isEqualTo(bytes("01 00 01 02 01"));
    assertThat(TagsCodec.decodeDataMember(Bytes.of(bytes("01 00")))).isTrue();
    assertThat(TagsCodec.decodeDataMember(Bytes.of(bytes("01 00 00 02")))).isTrue();
    assertThat(TagsCodec.decodeDataMember(Bytes.of(bytes("01 00 00 02 fe")))).isTrue();
    assertThat(TagsCodec.decodeDataMember(Bytes.of(bytes("01 00 00 02 ff fe")))).isFalse();
  }

  @Test
  void theExampleIsTheMetadataOfANodeThatKeepsNoData() throws IOException {
    assertThat(TagsCodec.encode(Map.of("zone", "a"), 1, false).toArray())
        .isEqualTo(DocumentedBytes.under("Metadata"));
  }

  /** The example of docs/wire-protocol.md, and what a later version may add to it. */
  @Test
  void bytesOfALaterVersionAreSkipped() throws DecodeException {
    Map<String, String> tags = Map.of("gpu", "", "zone", "a");
    assertThat(TagsCodec.encode(tags, 1, true).toArray())
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
