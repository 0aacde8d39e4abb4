package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.stream.HandshakeReader.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeReaderTest {

  private static final Buffer REFUSAL = HandshakeCodec.encodeRefused(CloseReason.SELF);

  private final HandshakeReader reader = new HandshakeReader();

  @Test
  void aGreetingMayComeWhole() {
    assertThat(reader.feed(REFUSAL)).isEqualTo(Progress.COMPLETE);
    assertThat(reader.greeting()).isEqualTo(new HandshakeMessage.Refused(CloseReason.SELF));
    assertThat(reader.rest()).isEqualTo(Buffer.buffer());
  }

  @Test
  void aGreetingMayComeByteByByte() {
    for (int i = 0; i < REFUSAL.length() - 1; i++) {
      assertThat(reader.feed(REFUSAL.getBuffer(i, i + 1))).isEqualTo(Progress.INCOMPLETE);
    }
    assertThat(reader.feed(REFUSAL.getBuffer(REFUSAL.length() - 1, REFUSAL.length())))
        .isEqualTo(Progress.COMPLETE);
    assertThat(reader.greeting()).isEqualTo(new HandshakeMessage.Refused(CloseReason.SELF));
  }

  @Test
  void whatFollowsAGreetingIsKeptForTheFrames() {
    Buffer frame = Hex.bytes("00000001 05");
    assertThat(reader.feed(REFUSAL.getBuffer(0, 3))).isEqualTo(Progress.INCOMPLETE);
    assertThat(reader.feed(REFUSAL.getBuffer(3, REFUSAL.length()).appendBuffer(frame)))
        .isEqualTo(Progress.COMPLETE);
    assertThat(reader.rest()).isEqualTo(frame);
  }

  @ParameterizedTest
  @ValueSource(strings = {"47", "4847", "48505659", "485056590002", "16030100", "00"})
  void whatDoesNotBeginWithTheMagicNumberIsRejectedAtTheFirstWrongByte(String hex) {
    assertThat(reader.feed(Hex.bytes(hex))).isEqualTo(Progress.BAD);
  }

  @Test
  void aBodyThatIsTooLongIsRejectedByItsLengthAlone() {
    assertThat(reader.feed(Hex.bytes("48505658 03fb"))).isEqualTo(Progress.BAD);
  }

  @Test
  void theLongestBodyIsAwaited() {
    assertThat(reader.feed(Hex.bytes("48505658 03fa"))).isEqualTo(Progress.INCOMPLETE);
    assertThat(reader.feed(Buffer.buffer(new byte[1_017]))).isEqualTo(Progress.INCOMPLETE);
    assertThat(reader.feed(Buffer.buffer(new byte[1]))).isEqualTo(Progress.BAD);
  }

  @Test
  void anEmptyBodyIsRejected() {
    assertThat(reader.feed(Hex.bytes("48505658 0000"))).isEqualTo(Progress.BAD);
  }

  @Test
  void aBodyOfAnUnknownKindIsRejected() {
    assertThat(reader.feed(Hex.bytes("48505658 0001 7f"))).isEqualTo(Progress.BAD);
  }
}
