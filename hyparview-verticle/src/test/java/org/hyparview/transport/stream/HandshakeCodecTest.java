package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.SplittableRandom;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hexadecimal texts stand in docs/wire-protocol.md as well. */
class HandshakeCodecTest {

  private static final Peer PEER = new Peer(PeerId.of("a"), 1, new PeerAddress("127.0.0.1", 7100));

  private static final String HELLO =
      "48505658 001e 01 01 01 04 74657374 01 61" + " 0000000000000001 09 3132372e302e302e31 1bbc";

  @Test
  void aHelloHasTheseBytes() {
    assertThat(HandshakeCodec.encodeHello("test", PEER)).isEqualTo(Hex.bytes(HELLO));
  }

  @Test
  void aRefusalHasTheseBytes() {
    assertThat(HandshakeCodec.encodeRefused(CloseReason.WRONG_CLUSTER))
        .isEqualTo(Hex.bytes("48505658 0002 02 01"));
    assertThat(HandshakeCodec.encodeRefused(CloseReason.WRONG_VERSION))
        .isEqualTo(Hex.bytes("48505658 0002 02 02"));
    assertThat(HandshakeCodec.encodeRefused(CloseReason.SELF))
        .isEqualTo(Hex.bytes("48505658 0002 02 03"));
    assertThat(HandshakeCodec.encodeRefused(CloseReason.TOO_MANY_LINKS))
        .isEqualTo(Hex.bytes("48505658 0002 02 04"));
    assertThat(HandshakeCodec.encodeRefused(CloseReason.INSPECTION_REFUSED))
        .isEqualTo(Hex.bytes("48505658 0002 02 05"));
  }

  @Test
  void theHelloOfAnInspectorHasTheseBytes() {
    assertThat(HandshakeCodec.encodeInspectorHello("test"))
        .isEqualTo(Hex.bytes("48505658 000a 01 00 00 01 01 04 74657374"));
    assertThat(decode(Hex.bytes("48505658 000b 01 00 00 01 03 04 74657374 ff")))
        .as("later versions, and a field that they have added")
        .isEqualTo(new HandshakeMessage.InspectorHello(1, 3, "test"));
  }

  @Test
  void theAnswerToAnInspectorHasTheseBytes() {
    Buffer answer = HandshakeCodec.encodeInspected(PEER);
    assertThat(answer)
        .isEqualTo(Hex.bytes(
            "48505658 0018 03 01 01 61 0000000000000001" + " 09 3132372e302e302e31 1bbc"));
    assertThat(decode(answer)).isEqualTo(new HandshakeMessage.Inspected(1, PEER));
  }

  @Test
  void aHelloIsUnderstood() {
    assertThat(decode(Hex.bytes(HELLO))).isEqualTo(new HandshakeMessage.Hello("test", PEER));
  }

  @Test
  void theLongestHelloFits() {
    Peer longest = new Peer(
        PeerId.of("i".repeat(PeerId.MAX_BYTES)),
        Long.MAX_VALUE,
        new PeerAddress("h".repeat(PeerAddress.MAX_HOST_BYTES), 65_535));
    String cluster = "c".repeat(HandshakeCodec.MAX_TEXT_BYTES);
    Buffer bytes = HandshakeCodec.encodeHello(cluster, longest);
    assertThat(bytes.length()).isLessThanOrEqualTo(HandshakeCodec.MAX_BYTES);
    assertThat(decode(bytes)).isEqualTo(new HandshakeMessage.Hello(cluster, longest));
  }

  @ParameterizedTest
  @EnumSource(
      value = CloseReason.class,
      names = {"WRONG_CLUSTER", "WRONG_VERSION", "SELF", "TOO_MANY_LINKS"})
  void aRefusalIsUnderstood(CloseReason reason) {
    assertThat(decode(HandshakeCodec.encodeRefused(reason)))
        .isEqualTo(new HandshakeMessage.Refused(reason));
  }

  @Test
  void aRefusalForAReasonOfALaterVersionIsStillOne() {
    assertThat(decode(Hex.bytes("48505658 0002 02 63")))
        .isEqualTo(new HandshakeMessage.Refused(CloseReason.CLOSED_BY_PEER));
  }

  @Test
  void fieldsOfALaterVersionAreSkipped() {
    assertThat(decode(Hex.bytes(HELLO).appendString("more")))
        .isEqualTo(new HandshakeMessage.Hello("test", PEER));
    assertThat(decode(Hex.bytes("48505658 0004 02 01 ffff")))
        .isEqualTo(new HandshakeMessage.Refused(CloseReason.WRONG_CLUSTER));
  }

  @Test
  void oneVersionInCommonIsEnough() {
    assertThat(decode(Hex.bytes(HELLO).setByte(7, (byte) 0).setByte(8, (byte) 9)))
        .isInstanceOf(HandshakeMessage.Hello.class);
  }

  @Test
  void otherVersionsAreToldFromGarbageWithoutReadingOn() {
    assertThat(decode(Hex.bytes("48505658 0003 01 02 05")))
        .isEqualTo(new HandshakeMessage.OtherVersions(2, 5));
    assertThat(decode(Hex.bytes("48505658 0003 01 01 00")))
        .as("a range upside down")
        .isEqualTo(new HandshakeMessage.OtherVersions(1, 0));
  }

  @Test
  void aHelloThatBreaksOffIsNone() {
    Buffer whole = Hex.bytes(HELLO);
    for (int length = HandshakeCodec.HEADER_BYTES + 1; length < whole.length(); length++) {
      assertThat(decode(whole.getBuffer(0, length))).as("%d bytes", length).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "48505658 0001 00",
        "48505658 0001 03",
        // a cluster name with a line feed, which would spoil the log
        "48505658 001e 01 01 01 04 7465730a 01 61 0000000000000001 09 3132372e302e302e31 1bbc",
        // an empty id
        "48505658 001d 01 01 01 04 74657374 00 0000000000000001 09 3132372e302e302e31 1bbc",
        // an id that is a control character
        "48505658 001e 01 01 01 04 74657374 01 0a 0000000000000001 09 3132372e302e302e31 1bbc",
        // an id that is no UTF-8
        "48505658 001e 01 01 01 04 74657374 01 ff 0000000000000001 09 3132372e302e302e31 1bbc",
        // a negative incarnation
        "48505658 001e 01 01 01 04 74657374 01 61 8000000000000001 09 3132372e302e302e31 1bbc",
        // an empty host
        "48505658 0015 01 01 01 04 74657374 01 61 0000000000000001 00 1bbc",
        // port 0
        "48505658 001e 01 01 01 04 74657374 01 61 0000000000000001 09 3132372e302e302e31 0000"
      })
  void whatIsOutOfRangeIsNoGreeting(String hex) {
    assertThat(decode(Hex.bytes(hex))).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void garbageIsNoGreetingOrOneInRange(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 10_000; round++) {
      byte[] body = Hex.bytes(HELLO).getBytes(HandshakeCodec.HEADER_BYTES, 36);
      body[random.nextInt(body.length)] = (byte) random.nextInt();
      body[random.nextInt(body.length)] = (byte) random.nextInt();
      if (HandshakeCodec.decode(body) instanceof HandshakeMessage.Hello hello) {
        assertThat(hello.peer().port()).isBetween(1, 65_535);
      }
    }
  }

  private static @Nullable HandshakeMessage decode(Buffer greeting) {
    return HandshakeCodec.decode(greeting.getBytes(HandshakeCodec.HEADER_BYTES, greeting.length()));
  }
}
