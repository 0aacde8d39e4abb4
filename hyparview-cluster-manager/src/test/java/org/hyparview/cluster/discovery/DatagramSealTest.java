package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import org.hyparview.cluster.discovery.Datagram.Kind;
import org.junit.jupiter.api.Test;

class DatagramSealTest {

  private static final Buffer DATAGRAM = new Datagram(Kind.QUERY, "c", DatagramTest.A).encode();
  private static final String OTHER = "a-Secret-of-another-cluster-678";

  private final DatagramSeal seal = new DatagramSeal(List.of(DatagramFormats.SECRET));

  /** The example of docs/wire-protocol.md. */
  @Test
  void theBytesAreThoseOfTheSpecification() {
    assertThat(HexFormat.of().formatHex(seal.seal(DATAGRAM).getBytes()))
        .isEqualTo("48505641" + "01"
            + "9a6488c34ea2af7d30484436eeeaf26412a6f7f9435a4a0fc19008398fc962cd"
            + HexFormat.of().formatHex(DATAGRAM.getBytes()));
  }

  @Test
  void whatIsSealedIsOpened() {
    assertThat(seal.open(seal.seal(DATAGRAM))).isEqualTo(DATAGRAM);
    assertThat(seal.open(seal.seal(Buffer.buffer()))).isEqualTo(Buffer.buffer());
  }

  @Test
  void whatIsNotSealedIsNotOpened() {
    assertThat(seal.open(DATAGRAM)).isNull();
    assertThat(seal.open(Buffer.buffer())).isNull();
    assertThat(seal.open(new DatagramSeal(List.of(OTHER)).seal(DATAGRAM))).isNull();
    Buffer good = seal.seal(DATAGRAM);
    for (int i = 0; i < good.length(); i++) {
      assertThat(seal.open(good.copy().setByte(i, (byte) (good.getByte(i) ^ 1))))
          .isNull();
      assertThat(seal.open(good.slice(0, i))).isNull();
    }
    assertThat(seal.open(good.copy().appendByte((byte) 0))).isNull();
  }

  @Test
  void theFirstSecretSealsAndAllAreAccepted() {
    DatagramSeal both = new DatagramSeal(List.of(OTHER, DatagramFormats.SECRET));
    assertThat(both.open(seal.seal(DATAGRAM))).isEqualTo(DATAGRAM);
    assertThat(seal.open(both.seal(DATAGRAM))).isNull();
    both.update(List.of(DatagramFormats.SECRET, OTHER));
    assertThat(seal.open(both.seal(DATAGRAM))).isEqualTo(DATAGRAM);
    both.update(List.of(OTHER));
    assertThat(both.open(seal.seal(DATAGRAM))).isNull();
  }
}
