package org.hyparview.transport.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.transport.Connection;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.stream.InspectionFrame.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The inspector's end of a connection to a node. It belongs to the context that opened it, from
 * which all calls come; its futures complete there.
 */
public final class InspectorConnection implements Connection.Listener {

  private static final String NAME = "request";

  private final ContextInternal context;
  private final Connection connection;
  private final Peer node;
  private final FrameDecoder decoder =
      new FrameDecoder(Frames.CHANNEL_BYTES + InspectionFrame.MAX_ANSWER_BYTES);
  private final Map<Integer, Promise<JsonObject>> pending = new HashMap<>();
  private final Map<Integer, Consumer<JsonObject>> followed = new HashMap<>();
  private Consumer<InspectionException> endHandler = why -> {};
  private int lastNumber;
  private @Nullable InspectionException ended;

  InspectorConnection(Context context, Connection connection, Peer node) {
    this.context = (ContextInternal) context;
    this.connection = connection;
    this.node = node;
  }

  /** Returns the node at the other end. */
  public Peer node() {
    return node;
  }

  /** Sets what is called once when the connection ends by other causes than {@link #close}. */
  public void onEnd(Consumer<InspectionException> handler) {
    endHandler = handler;
  }

  /**
   * Asks the node.
   *
   * @param timeoutMillis the time for its answer
   * @return the answer, or an {@link InspectionException}
   */
  public Future<JsonObject> request(String name, JsonObject parameters, int timeoutMillis) {
    return request(++lastNumber, name, parameters, timeoutMillis);
  }

  /**
   * Makes the node send its events from now on.
   *
   * @return succeeds once it will
   */
  public Future<JsonObject> follow(Consumer<JsonObject> events, int timeoutMillis) {
    int number = ++lastNumber;
    followed.put(number, events);
    return request(number, "events", new JsonObject(), timeoutMillis)
        .onFailure(why -> followed.remove(number));
  }

  private Future<JsonObject> request(
      int number, String name, JsonObject parameters, int timeoutMillis) {
    if (ended != null) {
      return context.failedFuture(ended);
    }
    JsonObject body = parameters.copy().put(NAME, name);
    Buffer payload = new InspectionFrame(Kind.REQUEST, number, body).encode();
    if (payload.length() > InspectionFrame.MAX_REQUEST_BYTES) {
      return context.failedFuture(new InspectionException(
          InspectionException.BAD_REQUEST,
          "A request must have at most " + InspectionFrame.MAX_REQUEST_BYTES + " bytes"));
    }
    Promise<JsonObject> answer = context.promise();
    pending.put(number, answer);
    long timer = owner().setTimer(timeoutMillis, id -> timedOut(number, name, timeoutMillis));
    connection.write(Frames.encode(InspectionFrame.CHANNEL, payload));
    return answer.future().onComplete(done -> owner().cancelTimer(timer));
  }

  private Vertx owner() {
    return context.owner();
  }

  private void timedOut(int number, String name, int timeoutMillis) {
    Promise<JsonObject> answer = pending.remove(number);
    if (answer != null) {
      answer.fail(new InspectionException(
          InspectionException.FAILED,
          node + " did not answer " + name + " within " + timeoutMillis + " ms"));
    }
  }

  @Override
  public void received(Buffer bytes) {
    if (ended != null || bytes.length() == 0) {
      return;
    }
    decoder.feed(bytes);
    FrameDecoder.Result result = decoder.next();
    while (ended == null && result == FrameDecoder.Result.FRAME) {
      received(decoder.channel(), decoder.payload());
      result = decoder.next();
    }
    if (result == FrameDecoder.Result.TOO_LARGE || result == FrameDecoder.Result.EMPTY) {
      spoilt();
    }
  }

  private void received(int channel, Buffer payload) {
    if (channel != InspectionFrame.CHANNEL) {
      return;
    }
    InspectionFrame frame = InspectionFrame.decode(payload);
    if (frame == null) {
      spoilt();
      return;
    }
    switch (frame.kind()) {
      case RESPONSE -> complete(frame);
      case ERROR -> fail(frame);
      case EVENT -> event(frame);
      case END -> end(exception(frame.body(), node + " has ended the connection: "));
      case REQUEST -> spoilt();
    }
  }

  private void complete(InspectionFrame frame) {
    Promise<JsonObject> answer = pending.remove(frame.number());
    if (answer != null) {
      answer.complete(frame.body());
    }
  }

  private void fail(InspectionFrame frame) {
    Promise<JsonObject> answer = pending.remove(frame.number());
    if (answer != null) {
      answer.fail(exception(frame.body(), node + ": "));
    }
  }

  private void event(InspectionFrame frame) {
    Consumer<JsonObject> handler = followed.get(frame.number());
    if (handler != null) {
      handler.accept(frame.body());
    }
  }

  private static InspectionException exception(JsonObject body, String prefix) {
    Object code = body.getValue("error");
    return new InspectionException(
        code instanceof String known ? known : InspectionException.FAILED,
        prefix + body.getValue("message"));
  }

  private void spoilt() {
    end(new InspectionException(
        InspectionException.FAILED, node + " sent something that is no answer"));
  }

  @Override
  public void drained() {
    // Requests are small, and few are under way.
  }

  @Override
  public void closed(@Nullable Throwable failure) {
    if (ended == null) {
      end(new InspectionException(
          InspectionException.FAILED, node + " is gone: the connection was closed"));
    }
  }

  private void end(InspectionException why) {
    finish(why);
    endHandler.accept(why);
  }

  private void finish(InspectionException why) {
    ended = why;
    connection.abort();
    List<Promise<JsonObject>> waiting = List.copyOf(pending.values());
    pending.clear();
    followed.clear();
    waiting.forEach(answer -> answer.fail(why));
  }

  /** Ends the connection; what was asked and not answered fails. */
  public void close() {
    if (ended == null) {
      finish(new InspectionException(
          InspectionException.FAILED, "The connection to " + node + " was closed"));
    }
  }
}
