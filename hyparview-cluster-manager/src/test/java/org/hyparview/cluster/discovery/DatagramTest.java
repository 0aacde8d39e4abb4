package org.hyparview.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.hyparview.cluster.discovery.Datagram.Kind;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException;
import org.hyparview.wire.DecodeException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatagramTest {

  static final Peer A = new Peer(PeerId.of("a"), 258, new PeerAddress("10.0.0.1", 7800));

  /** The example of docs/wire-protocol.md. */
  @Test
  void theBytesAreThoseOfTheSpecification() {
    assertThat(
            HexFormat.of().formatHex(new Datagram(Kind.QUERY, "c", A).encode().getBytes()))
        .isEqualTo("48505644" + "01" + "01" + "0163" + "0015" + "0161" + "0000000000000102"
            + "0831302e302e302e31" + "1e78");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(Kind kind) throws DecodeException {
    Datagram datagram = new Datagram(kind, "größe", A);
    assertThat(Datagram.decode(datagram.encode())).isEqualTo(datagram);
  }

  @Test
  void fieldsOfALaterVersionAreSkipped() throws DecodeException {
    Datagram datagram = new Datagram(Kind.ANNOUNCE, "c", A);
    Buffer bytes = datagram.encode().setByte(4, (byte) 2).appendString("more");
    assertThat(Datagram.decode(bytes)).isEqualTo(datagram);
  }

  @Test
  void theLongestFitsAnEthernetFrame() {
    Peer longest =
        new Peer(PeerId.of("i".repeat(255)), 1, new PeerAddress("h".repeat(255), 65_535));
    assertThat(new Datagram(Kind.QUERY, "c".repeat(255), longest).encode().length())
        .isLessThan(1_200);
  }

  @Test
  void otherBytesAreNoDatagrams() {
    Buffer good = new Datagram(Kind.QUERY, "c", A).encode();
    assertRefused(good.copy().setByte(0, (byte) 'X'), Reason.OUT_OF_RANGE);
    assertRefused(good.copy().setByte(4, (byte) 0), Reason.OUT_OF_RANGE);
    assertRefused(good.copy().setByte(5, (byte) 3), Reason.UNKNOWN_KIND);
    for (int length = 0; length < good.length(); length++) {
      assertRefused(good.slice(0, length), Reason.TRUNCATED);
    }
  }

  @Test
  void noBytesDoWorseThanBeRefused() {
    SplittableRandom random = new SplittableRandom(7);
    Buffer good = new Datagram(Kind.QUERY, "cluster", A).encode();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      Buffer bytes = good.copy();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes.setByte(random.nextInt(bytes.length()), (byte) random.nextInt(256));
      }
      refused += isRefused(bytes) ? 1 : 0;
    }
    assertThat(refused).isBetween(5_000, 19_000);
  }

  private static boolean isRefused(Buffer bytes) {
    try {
      Datagram.decode(bytes);
      return false;
    } catch (DecodeException e) {
      return true;
    } catch (RuntimeException e) {
      return fail("bytes " + HexFormat.of().formatHex(bytes.getBytes()), e);
    }
  }

  private static void assertRefused(Buffer bytes, Reason reason) {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> Datagram.decode(bytes))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
