package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hyparview.transport.stream.FrameDecoder.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

  private static final int MAX = 100;

  private record Frame(int channel, Buffer payload) {}

  @Test
  void aFrameThatComesWholeIsFound() {
    FrameDecoder decoder = new FrameDecoder(MAX);
    decoder.feed(Hex.bytes("00000004 07 010203"));
    assertThat(decoder.next()).isEqualTo(Result.FRAME);
    assertThat(decoder.channel()).isEqualTo(7);
    assertThat(decoder.payload()).isEqualTo(Hex.bytes("010203"));
    assertThat(decoder.next()).isEqualTo(Result.INCOMPLETE);
  }

  @Test
  void aFrameMayHaveNoPayload() {
    assertThat(decode(Hex.bytes("00000001 ff"))).containsExactly(new Frame(255, Buffer.buffer()));
  }

  @Test
  void theLongestFrameIsFound() {
    Buffer payload = Buffer.buffer(new byte[MAX - 1]);
    assertThat(decode(Frames.encode(1, payload))).containsExactly(new Frame(1, payload));
  }

  @Test
  void bytesMayComeOneByOne() {
    List<Frame> frames = someFrames(new SplittableRandom(1), 20);
    FrameDecoder decoder = new FrameDecoder(MAX);
    List<Frame> found = new ArrayList<>();
    for (byte each : encode(frames).getBytes()) {
      decoder.feed(Buffer.buffer(new byte[] {each}));
      collect(decoder, found);
    }
    assertThat(found).isEqualTo(frames);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bytesMayBeCutAnywhere(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Frame> frames = someFrames(random, 500);
    Buffer stream = encode(frames);
    FrameDecoder decoder = new FrameDecoder(MAX);
    List<Frame> found = new ArrayList<>();
    for (int position = 0; position < stream.length(); ) {
      int end = Math.min(stream.length(), position + random.nextInt(300));
      decoder.feed(stream.getBuffer(position, end));
      collect(decoder, found);
      position = end;
    }
    assertThat(found).isEqualTo(frames);
  }

  @Test
  void framesThatWereNotTakenAreKeptWhenMoreBytesCome() {
    FrameDecoder decoder = new FrameDecoder(MAX);
    decoder.feed(Hex.bytes("00000002 01 0a 00000002 01 0b"));
    assertThat(decoder.next()).isEqualTo(Result.FRAME);
    decoder.feed(Hex.bytes("00000002 01 0c"));
    List<Frame> found = new ArrayList<>();
    collect(decoder, found);
    assertThat(found).containsExactly(new Frame(1, Hex.bytes("0b")), new Frame(1, Hex.bytes("0c")));
  }

  @Test
  void aPayloadIsACopy() {
    Buffer chunk = Hex.bytes("00000002 01 0a");
    FrameDecoder decoder = new FrameDecoder(MAX);
    decoder.feed(chunk);
    decoder.next();
    chunk.setByte(5, (byte) 0);
    assertThat(decoder.payload()).isEqualTo(Hex.bytes("0a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000065", "7fffffff", "80000000", "ffffffff", "47455420"})
  void aFrameThatIsAnnouncedTooLongIsRejectedByItsLengthAlone(String length) {
    FrameDecoder decoder = new FrameDecoder(MAX);
    decoder.feed(Hex.bytes(length));
    assertThat(decoder.next()).isEqualTo(Result.TOO_LARGE);
  }

  @Test
  void aFrameWithoutAChannelIsRejected() {
    FrameDecoder decoder = new FrameDecoder(MAX);
    decoder.feed(Hex.bytes("00000000"));
    assertThat(decoder.next()).isEqualTo(Result.EMPTY);
  }

  @Test
  void aFrameThatBreaksOffIsIncomplete() {
    FrameDecoder decoder = new FrameDecoder(MAX);
    decoder.feed(Hex.bytes("00000004 07 0102"));
    assertThat(decoder.next()).isEqualTo(Result.INCOMPLETE);
    assertThat(decoder.next()).isEqualTo(Result.INCOMPLETE);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void garbageNeverDoesMoreThanEndTheStream(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 1_000; round++) {
      byte[] garbage = new byte[random.nextInt(1, 200)];
      random.nextBytes(garbage);
      garbage[0] = 0;
      FrameDecoder decoder = new FrameDecoder(MAX);
      decoder.feed(Buffer.buffer(garbage));
      collect(decoder, new ArrayList<>());
    }
  }

  private static List<Frame> decode(Buffer stream) {
    FrameDecoder decoder = new FrameDecoder(MAX);
    decoder.feed(stream);
    List<Frame> found = new ArrayList<>();
    collect(decoder, found);
    return found;
  }

  private static void collect(FrameDecoder decoder, List<Frame> found) {
    while (decoder.next() == Result.FRAME) {
      assertThat(decoder.payload().length()).isLessThan(MAX);
      found.add(new Frame(decoder.channel(), decoder.payload()));
    }
  }

  private static List<Frame> someFrames(SplittableRandom random, int count) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[random.nextInt(MAX)];
      random.nextBytes(payload);
      frames.add(new Frame(random.nextInt(256), Buffer.buffer(payload)));
    }
    return frames;
  }

  private static Buffer encode(List<Frame> frames) {
    Buffer stream = Buffer.buffer();
    frames.forEach(frame -> stream.appendBuffer(Frames.encode(frame.channel(), frame.payload())));
    return stream;
  }
}
