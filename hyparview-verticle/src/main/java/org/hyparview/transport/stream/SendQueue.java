package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import org.hyparview.transport.Channel.Lane;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one link that its connection does not take yet: heartbeats go first, then the
 * control lane, then the data lane.
 *
 * <p>Bounded: each lane by its limits, and of pings and pongs only the newest is kept.
 */
final class SendQueue {

  /** What a waiting frame costs in memory besides its bytes; an estimate. */
  static final int FRAME_OVERHEAD = 128;

  private final BoundedLane control;
  private final BoundedLane data;
  private @Nullable Buffer ping;
  private @Nullable Buffer pong;

  SendQueue(int controlFrames, int controlBytes, int dataBytes) {
    control = new BoundedLane(controlFrames, controlBytes);
    data = new BoundedLane(Integer.MAX_VALUE, dataBytes);
  }

  /** Appends a frame to a lane, or returns false if the lane is full. */
  boolean offer(Lane lane, Buffer frame) {
    return (lane == Lane.CONTROL ? control : data).offer(frame);
  }

  /** Replaces the ping that still waits, if any. */
  void ping(Buffer frame) {
    ping = frame;
  }

  /** Replaces the pong that still waits, if any. */
  void pong(Buffer frame) {
    pong = frame;
  }

  /** Removes the frame that goes next, or returns null if none waits. */
  @Nullable
  Buffer poll() {
    Buffer next;
    if (pong != null) {
      next = pong;
      pong = null;
    } else if (ping != null) {
      next = ping;
      ping = null;
    } else {
      next = control.poll();
    }
    return next == null ? data.poll() : next;
  }

  /** Whether half of what the data lane may hold is waiting there, or more. */
  boolean isCongested() {
    return data.bytes >= data.maxBytes / 2;
  }

  /** Whether no frame waits. */
  boolean isEmpty() {
    return ping == null && pong == null && control.frames.isEmpty() && data.frames.isEmpty();
  }

  /** How many bytes wait in the lanes, {@link #FRAME_OVERHEAD} included. */
  long bytes() {
    return control.bytes + data.bytes;
  }

  /** Forgets all frames. */
  void clear() {
    ping = null;
    pong = null;
    control.clear();
    data.clear();
  }

  private static final class BoundedLane {

    private final ArrayDeque<Buffer> frames = new ArrayDeque<>();
    private final int maxFrames;
    private final long maxBytes;
    private long bytes;

    BoundedLane(int maxFrames, long maxBytes) {
      this.maxFrames = maxFrames;
      this.maxBytes = maxBytes;
    }

    /** An empty lane takes any frame, so that a frame larger than the limit can be sent at all. */
    boolean offer(Buffer frame) {
      if (!frames.isEmpty() && (frames.size() >= maxFrames || bytes + cost(frame) > maxBytes)) {
        return false;
      }
      frames.add(frame);
      bytes += cost(frame);
      return true;
    }

    @Nullable
    Buffer poll() {
      Buffer frame = frames.poll();
      if (frame != null) {
        bytes -= cost(frame);
      }
      return frame;
    }

    void clear() {
      frames.clear();
      bytes = 0;
    }

    private static long cost(Buffer frame) {
      return (long) frame.length() + FRAME_OVERHEAD;
    }
  }
}
