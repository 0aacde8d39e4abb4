package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.InspectionHandler;
import org.hyparview.transport.stream.InspectionFrame.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The node's end of inspection, against inspectors that write their bytes by hand. */
class InspectionSessionIT implements InspectionHandler {

  private final Vertx vertx = Vertx.vertx();
  private final TcpNode node = new TcpNode(vertx, TcpNode.options());
  private final Promise<JsonObject> never = Promise.promise();
  private final List<Consumer<JsonObject>> followers = new ArrayList<>();
  private final List<RawPeer> others = new ArrayList<>();

  @BeforeEach
  void start() {
    node.transport().inspectedBy(this);
    node.start("a");
  }

  @AfterEach
  void close() throws IOException {
    for (RawPeer other : others) {
      other.close();
    }
    TcpNode.await(vertx.close());
  }

  @Override
  public Future<JsonObject> answer(String name, JsonObject parameters) {
    return switch (name) {
      case "never" -> never.future();
      case "long" ->
        Future.succeededFuture(
            new JsonObject().put("a", "x".repeat(InspectionFrame.MAX_ANSWER_BYTES)));
      case "fail" -> Future.failedFuture("it has failed");
      default -> Future.succeededFuture(parameters);
    };
  }

  @Override
  public Runnable follow(Consumer<JsonObject> events) {
    followers.add(events);
    return () -> followers.remove(events);
  }

  private RawPeer inspector() throws IOException {
    RawPeer peer = RawPeer.connect(node.port());
    others.add(peer);
    peer.write(HandshakeCodec.encodeInspectorHello("test"));
    assertThat(peer.readGreeting()).isEqualTo(HandshakeCodec.encodeInspected(node.self()));
    return peer;
  }

  private static RawPeer ask(RawPeer peer, int number, String request) throws IOException {
    JsonObject body = new JsonObject().put("request", request);
    return peer.write(Frames.encode(
        InspectionFrame.CHANNEL, new InspectionFrame(Kind.REQUEST, number, body).encode()));
  }

  private static InspectionFrame read(RawPeer peer) throws IOException {
    Buffer frame = peer.readFrame();
    assertThat(frame.getUnsignedByte(0)).isEqualTo((short) InspectionFrame.CHANNEL);
    return Objects.requireNonNull(InspectionFrame.decode(frame.getBuffer(1, frame.length())));
  }

  private static void assertError(InspectionFrame frame, Kind kind, int number, String code) {
    assertThat(frame.kind()).isEqualTo(kind);
    assertThat(frame.number()).isEqualTo(number);
    assertThat(frame.body().getString("error")).isEqualTo(code);
    assertThat(frame.body().getString("message")).isNotEmpty();
  }

  @Test
  void eachRequestIsAnsweredUnderItsNumber() throws IOException {
    RawPeer peer = inspector();
    ask(ask(ask(peer, 7, "echo"), -1, "ping"), 8, "fail");
    assertThat(read(peer))
        .isEqualTo(new InspectionFrame(Kind.RESPONSE, 7, new JsonObject().put("request", "echo")));
    assertThat(read(peer)).isEqualTo(new InspectionFrame(Kind.RESPONSE, -1, new JsonObject()));
    assertError(read(peer), Kind.ERROR, 8, InspectionException.FAILED);
  }

  @Test
  void nothingThatAnInspectorSendsReachesTheNode() throws IOException {
    RawPeer peer = inspector();
    peer.write(Frames.encode(1, Buffer.buffer("membership")));
    peer.write(Frames.encode(0, Heartbeat.ping(5, true).encode()));
    ask(peer, 1, "ping");
    assertThat(read(peer).number()).as("the first that comes back").isEqualTo(1);
    peer.close();
    assertThat(node.receivedTexts()).isEmpty();
    assertThat(node.closedCount()).isZero();
    assertThat(node.call(() -> node.transport().counters().accepted())).isZero();
  }

  @Test
  void anInspectorOfAnotherVersionIsRefused() throws IOException {
    assertRefused(Hex.bytes("48505658 000a 01 00 00 02 03 04 74657374"), CloseReason.WRONG_VERSION);
  }

  @Test
  void anInspectorOfAnotherClusterIsRefused() throws IOException {
    assertRefused(HandshakeCodec.encodeInspectorHello("other"), CloseReason.WRONG_CLUSTER);
  }

  @Test
  void aNodeThatAnswersNoInspectorsRefusesThem() throws IOException {
    TcpNode silent = new TcpNode(vertx, TcpNode.options()).start("b");
    try (RawPeer peer = RawPeer.connect(silent.port())) {
      peer.write(HandshakeCodec.encodeInspectorHello("test"));
      assertThat(peer.readGreeting())
          .isEqualTo(HandshakeCodec.encodeRefused(CloseReason.INSPECTION_REFUSED));
      peer.awaitClose();
    }
  }

  private void assertRefused(Buffer hello, CloseReason reason) throws IOException {
    try (RawPeer peer = RawPeer.connect(node.port())) {
      peer.write(hello);
      assertThat(peer.readGreeting()).isEqualTo(HandshakeCodec.encodeRefused(reason));
      peer.awaitClose();
    }
    assertThat(node.closed(reason)).isEqualTo(1);
  }

  @Test
  void inspectorsAreLimitedAndOneMayComeWhenAnotherHasGone() throws IOException {
    for (int i = 0; i < Inspections.MAX_SESSIONS; i++) {
      inspector();
    }
    assertRefused(HandshakeCodec.encodeInspectorHello("test"), CloseReason.TOO_MANY_LINKS);
    RawPeer last = others.get(0);
    last.write(Hex.bytes("00000000")).awaitClose();
    ask(inspector(), 1, "ping");
  }

  @Test
  void requestsUnderWayAreLimited() throws IOException {
    RawPeer peer = inspector();
    for (int i = 0; i < InspectionSession.MAX_PENDING; i++) {
      ask(peer, i, "never");
    }
    ask(peer, 100, "ping");
    assertError(read(peer), Kind.ERROR, 100, InspectionException.BUSY);
    node.call(() -> never.tryComplete(new JsonObject()));
    assertThat(read(peer)).isEqualTo(new InspectionFrame(Kind.RESPONSE, 0, new JsonObject()));
  }

  @Test
  void anAnswerThatIsTooLongIsAnError() throws IOException {
    RawPeer peer = inspector();
    ask(peer, 1, "long");
    assertError(read(peer), Kind.ERROR, 1, InspectionException.TOO_LONG);
    ask(peer, 2, "ping");
    assertThat(read(peer).number()).isEqualTo(2);
  }

  @Test
  void aRequestWithoutANameIsAnErrorAndTheConnectionStays() throws IOException {
    RawPeer peer = inspector();
    peer.write(Frames.encode(
        InspectionFrame.CHANNEL,
        new InspectionFrame(Kind.REQUEST, 3, new JsonObject().put("request", 1)).encode()));
    assertError(read(peer), Kind.ERROR, 3, InspectionException.BAD_REQUEST);
    ask(peer, 4, "ping");
    assertThat(read(peer).number()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // longer than a request may be
        "00010007 05",
        "00000000",
        // no JSON, an event, and a frame that breaks off within its number
        "00000008 05 01 00000001 7b5b",
        "00000008 05 04 00000001 7b7d",
        "00000003 05 01 00"
      })
  void whatIsNoRequestEndsTheConnection(String hex) throws IOException {
    RawPeer peer = inspector();
    peer.write(Hex.bytes(hex));
    assertError(read(peer), Kind.END, 0, InspectionException.BAD_REQUEST);
    peer.awaitClose();
  }

  @Test
  void eventsComeUnderTheNumberOfTheRequestForThem() throws IOException {
    RawPeer peer = inspector();
    ask(ask(peer, 9, "events"), 10, "events");
    assertThat(read(peer)).isEqualTo(new InspectionFrame(Kind.RESPONSE, 9, new JsonObject()));
    assertError(read(peer), Kind.ERROR, 10, InspectionException.BAD_REQUEST);
    JsonObject event = new JsonObject().put("type", "peer-up");
    node.call(() -> {
      followers.forEach(follower -> follower.accept(event));
      return true;
    });
    assertThat(read(peer)).isEqualTo(new InspectionFrame(Kind.EVENT, 9, event));
    peer.close();
    node.until(followers::isEmpty);
  }

  /** Buffers of the system take some megabytes; the queue of the node takes one. */
  @Test
  void anInspectorThatDoesNotReadIsCutOff() throws IOException {
    RawPeer peer = inspector();
    ask(peer, 1, "events");
    assertThat(read(peer).kind()).isEqualTo(Kind.RESPONSE);
    JsonObject event = new JsonObject().put("text", "x".repeat(64 << 10));
    int sent = node.call(() -> {
      int events = 0;
      while (!followers.isEmpty() && events < 1_000) {
        followers.get(0).accept(event);
        events++;
      }
      return events;
    });
    assertThat(sent).isLessThan(1_000);
    peer.awaitClose();
  }

  @Test
  void aNodeThatStopsSaysSo() throws IOException {
    RawPeer peer = inspector();
    node.stop();
    assertError(read(peer), Kind.END, 0, InspectionException.STOPPED);
    peer.awaitClose();
  }
}
