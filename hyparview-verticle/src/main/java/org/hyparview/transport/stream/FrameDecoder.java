package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames, however the bytes arrive.
 *
 * <p>Feed it a chunk, then call {@link #next()} until it is no longer {@link Result#FRAME}. Each
 * byte is copied once or, if its frame came in pieces, twice. Between chunks it keeps at most one
 * unfinished frame, and it reserves memory for bytes that came, not for bytes that were announced.
 * After {@link Result#TOO_LARGE} or {@link Result#EMPTY} the stream can't be read on.
 */
final class FrameDecoder {

  /** The state of the bytes that were fed. */
  enum Result {
    /** The next frame is complete: see {@link #channel()} and {@link #payload()}. */
    FRAME,
    /** More bytes are needed. */
    INCOMPLETE,
    /** A frame was announced that is longer than allowed. */
    TOO_LARGE,
    /** A frame was announced that has no channel. */
    EMPTY
  }

  private static final Buffer NOTHING = Buffer.buffer(0);

  private final int maxFrameSize;
  private final byte[] lengthBytes = new byte[Frames.LENGTH_BYTES];
  private int lengthFilled;
  private Buffer chunk = NOTHING;
  private int position;

  /** The pieces of a frame that did not come in one chunk. */
  private Buffer pieces = Buffer.buffer();

  private int channel;
  private @Nullable Buffer payload;

  /**
   * A decoder at the start of a stream.
   *
   * @param maxFrameSize the longest frame in bytes, its channel included
   */
  FrameDecoder(int maxFrameSize) {
    this.maxFrameSize = maxFrameSize;
  }

  /** Takes the next bytes of the stream. */
  void feed(Buffer bytes) {
    chunk = position == chunk.length()
        ? bytes
        : chunk.getBuffer(position, chunk.length()).appendBuffer(bytes);
    position = 0;
  }

  /** Looks for the next frame in the bytes that were fed. */
  Result next() {
    Result result = find();
    if (result == Result.INCOMPLETE) {
      chunk = NOTHING;
      position = 0;
    }
    return result;
  }

  /** The channel of the frame that {@link #next()} found. */
  int channel() {
    return channel;
  }

  /** The payload of the frame that {@link #next()} found; a copy. */
  Buffer payload() {
    return Objects.requireNonNull(payload, "payload");
  }

  private Result find() {
    if (!fillLength()) {
      return Result.INCOMPLETE;
    }
    long length = Integer.toUnsignedLong(announced());
    if (length > maxFrameSize) {
      return Result.TOO_LARGE;
    }
    return length == 0 ? Result.EMPTY : nextFrame((int) length);
  }

  private boolean fillLength() {
    while (lengthFilled < Frames.LENGTH_BYTES && position < chunk.length()) {
      lengthBytes[lengthFilled++] = chunk.getByte(position++);
    }
    return lengthFilled == Frames.LENGTH_BYTES;
  }

  private int announced() {
    return (lengthBytes[0] & 0xFF) << 24
        | (lengthBytes[1] & 0xFF) << 16
        | (lengthBytes[2] & 0xFF) << 8
        | (lengthBytes[3] & 0xFF);
  }

  private Result nextFrame(int length) {
    int end = position + Math.min(length - pieces.length(), chunk.length() - position);
    boolean complete = pieces.length() + end - position == length;
    if (complete && pieces.length() == 0) {
      take(chunk, position, end);
    } else {
      pieces.appendBuffer(chunk, position, end - position);
      if (complete) {
        take(pieces, 0, length);
        pieces = Buffer.buffer();
      }
    }
    position = end;
    lengthFilled = complete ? 0 : lengthFilled;
    return complete ? Result.FRAME : Result.INCOMPLETE;
  }

  private void take(Buffer from, int start, int end) {
    channel = from.getUnsignedByte(start);
    payload = from.getBuffer(start + Frames.CHANNEL_BYTES, end);
  }
}
