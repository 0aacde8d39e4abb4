package org.hyparview.transport.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import org.hyparview.transport.Connection;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.InspectionHandler;
import org.hyparview.transport.stream.InspectionFrame.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The node's end of a connection of an inspector. It is no link: nothing that arrives here reaches
 * the listener of the transport.
 *
 * <p>Bounded: the length of a request, the requests under way, and the bytes that wait for an
 * inspector that reads slowly. One that exceeds the last is cut off.
 */
final class InspectionSession implements Connection.Listener {

  /** The requests of an inspector that may be under way. */
  static final int MAX_PENDING = 16;

  /** The bytes that may wait for an inspector; the first frame that waits may exceed them. */
  static final int MAX_QUEUED_BYTES = 1 << 20;

  /** The time for the last frame to leave, before the connection is ended without it. */
  private static final int LINGER_MILLIS = 1_000;

  private static final String PING = "ping";
  private static final String EVENTS = "events";

  private final Inspections inspections;
  private final Connection connection;
  private final InspectionHandler handler;
  private final FrameDecoder decoder =
      new FrameDecoder(Frames.CHANNEL_BYTES + InspectionFrame.MAX_REQUEST_BYTES);
  private final ArrayDeque<Buffer> queue = new ArrayDeque<>();
  private long queuedBytes;
  private int pending;
  private long usedAt;
  private boolean over;
  private @Nullable Runnable following;

  InspectionSession(Inspections inspections, Connection connection, InspectionHandler handler) {
    this.inspections = inspections;
    this.connection = connection;
    this.handler = handler;
    usedAt = inspections.now();
  }

  /** Returns the time of the last request. */
  long usedAt() {
    return usedAt;
  }

  @Override
  public void received(Buffer bytes) {
    if (over || bytes.length() == 0) {
      return;
    }
    decoder.feed(bytes);
    FrameDecoder.Result result = decoder.next();
    while (!over && result == FrameDecoder.Result.FRAME) {
      received(decoder.channel(), decoder.payload());
      result = decoder.next();
    }
    switch (result) {
      case TOO_LARGE ->
        end(
            InspectionException.BAD_REQUEST,
            "a request must have at most " + InspectionFrame.MAX_REQUEST_BYTES + " bytes");
      case EMPTY -> end(InspectionException.BAD_REQUEST, "a frame has no channel");
      case FRAME, INCOMPLETE -> {}
    }
  }

  private void received(int channel, Buffer payload) {
    if (channel != InspectionFrame.CHANNEL) {
      return;
    }
    InspectionFrame frame = InspectionFrame.decode(payload);
    if (frame == null || frame.kind() != Kind.REQUEST) {
      end(InspectionException.BAD_REQUEST, "a frame is no request");
    } else {
      usedAt = inspections.now();
      request(frame.number(), frame.body());
    }
  }

  private void request(int number, JsonObject body) {
    if (pending >= MAX_PENDING || !inspections.budget().take(usedAt)) {
      fail(number, InspectionException.BUSY, "too many requests; ask again in a second");
      return;
    }
    if (body.getValue("request") instanceof String name) {
      request(number, name, body);
    } else {
      fail(number, InspectionException.BAD_REQUEST, "the key \"request\" must be a string");
    }
  }

  private void request(int number, String name, JsonObject body) {
    switch (name) {
      case PING -> respond(number, new JsonObject());
      case EVENTS -> follow(number);
      default -> {
        pending++;
        handler.answer(name, body).onComplete(answer -> answered(number, answer));
      }
    }
  }

  private void answered(int number, AsyncResult<JsonObject> answer) {
    pending--;
    if (answer.succeeded()) {
      respond(number, answer.result());
    } else if (answer.cause() instanceof InspectionException why) {
      fail(number, why.code(), String.valueOf(why.getMessage()));
    } else {
      fail(number, InspectionException.FAILED, String.valueOf(answer.cause().getMessage()));
    }
  }

  private void follow(int number) {
    if (following != null) {
      fail(number, InspectionException.BAD_REQUEST, "this connection follows the events already");
      return;
    }
    respond(number, new JsonObject());
    following =
        handler.follow(event -> send(new InspectionFrame(Kind.EVENT, number, event).encode()));
  }

  private void respond(int number, JsonObject body) {
    Buffer payload = new InspectionFrame(Kind.RESPONSE, number, body).encode();
    if (payload.length() > InspectionFrame.MAX_ANSWER_BYTES) {
      fail(
          number,
          InspectionException.TOO_LONG,
          "the answer has " + payload.length() + " bytes, and at most "
              + InspectionFrame.MAX_ANSWER_BYTES + " are allowed");
    } else {
      inspections.budget().answered(payload.length());
      send(payload);
    }
  }

  private void fail(int number, String code, String message) {
    send(new InspectionFrame(Kind.ERROR, number, error(code, message)).encode());
  }

  private static JsonObject error(String code, String message) {
    return new JsonObject().put("error", code).put("message", message);
  }

  private void send(Buffer payload) {
    if (over) {
      return;
    }
    Buffer frame = Frames.encode(InspectionFrame.CHANNEL, payload);
    if (!queue.isEmpty() && queuedBytes + frame.length() > MAX_QUEUED_BYTES) {
      end(
          InspectionException.TOO_SLOW,
          "more than " + MAX_QUEUED_BYTES + " bytes wait to be read by this inspector");
      return;
    }
    queue.add(frame);
    queuedBytes += frame.length();
    flush();
  }

  private void flush() {
    while (!over && !queue.isEmpty() && !connection.writeQueueFull()) {
      Buffer frame = queue.remove();
      queuedBytes -= frame.length();
      connection.write(frame);
    }
  }

  @Override
  public void drained() {
    flush();
  }

  /** Ends the connection, and says why. */
  void end(String code, String message) {
    if (over) {
      return;
    }
    release();
    Buffer last = new InspectionFrame(Kind.END, 0, error(code, message)).encode();
    connection.write(Frames.encode(InspectionFrame.CHANNEL, last));
    connection.close();
    inspections.vertx().setTimer(LINGER_MILLIS, id -> connection.abort());
  }

  @Override
  public void closed(@Nullable Throwable failure) {
    if (!over) {
      release();
    }
  }

  private void release() {
    over = true;
    queue.clear();
    if (following != null) {
      following.run();
    }
    inspections.remove(this);
  }
}
