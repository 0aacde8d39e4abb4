package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.transport.Channel.Lane;
import org.junit.jupiter.api.Test;

class SendQueueTest {

  private static final int ROOM_FOR_TWO = 2 * (10 + SendQueue.FRAME_OVERHEAD);

  private final SendQueue queue = new SendQueue(3, 10_000, ROOM_FOR_TWO);

  @Test
  void heartbeatsGoFirstThenControlThenData() {
    queue.offer(Lane.DATA, frame("data 1"));
    queue.offer(Lane.CONTROL, frame("control 1"));
    queue.offer(Lane.DATA, frame("data 2"));
    queue.offer(Lane.CONTROL, frame("control 2"));
    queue.ping(frame("ping"));
    queue.pong(frame("pong"));
    assertThat(drain())
        .containsExactly("pong", "ping", "control 1", "control 2", "data 1", "data 2");
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void onlyTheNewestPingAndPongAreKept() {
    for (int i = 0; i < 100; i++) {
      queue.ping(frame("ping " + i));
      queue.pong(frame("pong " + i));
    }
    assertThat(drain()).containsExactly("pong 99", "ping 99");
  }

  @Test
  void theControlLaneIsFullByFrames() {
    for (int i = 0; i < 3; i++) {
      assertThat(queue.offer(Lane.CONTROL, frame("x"))).isTrue();
    }
    assertThat(queue.offer(Lane.CONTROL, frame("x"))).isFalse();
    assertThat(queue.offer(Lane.DATA, frame("x"))).as("the other lane").isTrue();
  }

  @Test
  void theControlLaneIsFullByBytes() {
    assertThat(queue.offer(Lane.CONTROL, Buffer.buffer(new byte[6_000]))).isTrue();
    assertThat(queue.offer(Lane.CONTROL, Buffer.buffer(new byte[6_000]))).isFalse();
    assertThat(queue.offer(Lane.CONTROL, Buffer.buffer(new byte[3_000]))).isTrue();
  }

  @Test
  void theDataLaneIsFullByBytesAndSmallFramesAreNotFree() {
    assertThat(queue.offer(Lane.DATA, Buffer.buffer(new byte[10]))).isTrue();
    assertThat(queue.offer(Lane.DATA, Buffer.buffer(new byte[10]))).isTrue();
    assertThat(queue.offer(Lane.DATA, Buffer.buffer(0))).isFalse();
    assertThat(queue.bytes()).isEqualTo(ROOM_FOR_TWO);
    queue.poll();
    assertThat(queue.offer(Lane.DATA, Buffer.buffer(0))).isTrue();
  }

  @Test
  void theQueueIsCongestedFromHalfOfTheDataLaneOn() {
    assertThat(queue.isCongested()).isFalse();
    queue.offer(Lane.CONTROL, Buffer.buffer(new byte[6_000]));
    assertThat(queue.isCongested()).as("by control").isFalse();
    queue.offer(Lane.DATA, Buffer.buffer(new byte[10]));
    assertThat(queue.isCongested()).isTrue();
    queue.clear();
    assertThat(queue.isCongested()).isFalse();
  }

  @Test
  void anEmptyLaneTakesAnyFrame() {
    assertThat(queue.offer(Lane.DATA, Buffer.buffer(new byte[1 << 20]))).isTrue();
    assertThat(queue.offer(Lane.DATA, Buffer.buffer(0))).isFalse();
  }

  @Test
  void clearForgetsEverything() {
    queue.offer(Lane.DATA, frame("data"));
    queue.offer(Lane.CONTROL, frame("control"));
    queue.ping(frame("ping"));
    queue.pong(frame("pong"));
    assertThat(queue.isEmpty()).isFalse();
    queue.clear();
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.bytes()).isZero();
    assertThat(queue.poll()).isNull();
  }

  private List<String> drain() {
    List<String> frames = new ArrayList<>();
    for (Buffer frame = queue.poll(); frame != null; frame = queue.poll()) {
      frames.add(frame.toString());
    }
    return frames;
  }

  private static Buffer frame(String text) {
    return Buffer.buffer(text);
  }
}
