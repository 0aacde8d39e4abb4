package org.hyparview.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteWriterTest {

  private final ByteWriter out = new ByteWriter(0);

  @Test
  void whatIsWrittenIsRead() throws DecodeException {
    int begin = out.writeByte(200).writeShort(40_000).beginBlock();
    out.writeLong(Long.MAX_VALUE).writeText("é").endBlock(begin).writeByte(7);
    ByteReader in = new ByteReader(out.toBuffer());
    assertThat(in.readByte("byte")).isEqualTo(200);
    assertThat(in.readShort("short")).isEqualTo(40_000);
    ByteReader block = in.readBlock("block", 100);
    assertThat(block.readLong("long")).isEqualTo(Long.MAX_VALUE);
    assertThat(block.readText("text")).isEqualTo("é");
    assertThat(block.remaining()).isZero();
    assertThat(in.readByte("byte")).isEqualTo(7);
    assertThat(in.remaining()).isZero();
  }

  @Test
  void numbersAreBigEndian() {
    Buffer bytes = out.writeShort(0x0102).writeLong(0x0304050607080900L).toBuffer();
    assertThat(bytes.getBytes()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
  }

  @Test
  void blocksMayLieInBlocks() throws DecodeException {
    int outer = out.beginBlock();
    int inner = out.beginBlock();
    out.writeByte(1).endBlock(inner).writeByte(2).endBlock(outer);
    ByteReader block = new ByteReader(out.toBuffer()).readBlock("outer", 4);
    assertThat(block.readBlock("inner", 1).readByte("byte")).isEqualTo(1);
    assertThat(block.readByte("byte")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void aByteThatDoesNotFitIsTheCallersMistake(int value) {
    assertThatThrownBy(() -> out.writeByte(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(value));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void aShortThatDoesNotFitIsTheCallersMistake(int value) {
    assertThatThrownBy(() -> out.writeShort(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNegativeLongIsTheCallersMistake() {
    assertThatThrownBy(() -> out.writeLong(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTextOfMoreThan255BytesIsTheCallersMistake() {
    String text = "é".repeat(128);
    assertThatThrownBy(() -> out.writeText(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("256");
  }

  @Test
  void aBlockOfMoreThan65535BytesIsTheCallersMistake() {
    int begin = out.beginBlock();
    for (int i = 0; i < 8_192; i++) {
      out.writeLong(i);
    }
    assertThatThrownBy(() -> out.endBlock(begin)).isInstanceOf(IllegalArgumentException.class);
  }
}
