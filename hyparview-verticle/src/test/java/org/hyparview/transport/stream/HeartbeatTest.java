package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hexadecimal texts stand in docs/wire-protocol.md as well. */
class HeartbeatTest {

  @Test
  void aPingHasTheseBytes() {
    assertThat(Heartbeat.ping(1, true).encode())
        .isEqualTo(Hex.bytes("0000000b 00 01 0000000000000001 01"));
  }

  @Test
  void aPongHasTheseBytes() {
    assertThat(Heartbeat.pong(1, false).encode())
        .isEqualTo(Hex.bytes("0000000b 00 02 0000000000000001 00"));
  }

  @Test
  void bothAreUnderstood() {
    assertThat(Heartbeat.decode(payload(Heartbeat.ping(7, true))))
        .isEqualTo(Heartbeat.ping(7, true));
    assertThat(Heartbeat.decode(payload(Heartbeat.pong(-1, false))))
        .isEqualTo(Heartbeat.pong(-1, false));
  }

  @Test
  void otherFlagsAndLaterFieldsAreSkipped() {
    assertThat(Heartbeat.decode(Hex.bytes("01 0000000000000001 fe abcd")))
        .isEqualTo(Heartbeat.ping(1, false));
    assertThat(Heartbeat.decode(Hex.bytes("01 0000000000000001 ff")))
        .isEqualTo(Heartbeat.ping(1, true));
  }

  @Test
  void aTypeOfALaterVersionIsUnknownButNotBad() {
    assertThat(Heartbeat.decode(Hex.bytes("7f")))
        .isEqualTo(new Heartbeat(Heartbeat.Type.UNKNOWN, 0, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "02 00000000000000", "01 0000000000000001"})
  void aHeartbeatThatBreaksOffIsNone(String hex) {
    assertThat(Heartbeat.decode(Hex.bytes(hex))).isNull();
  }

  private static Buffer payload(Heartbeat heartbeat) {
    Buffer frame = heartbeat.encode();
    return frame.getBuffer(Frames.LENGTH_BYTES + Frames.CHANNEL_BYTES, frame.length());
  }
}
