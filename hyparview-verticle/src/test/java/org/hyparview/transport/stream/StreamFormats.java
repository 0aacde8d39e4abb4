package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.hyparview.golden.GoldenFormat;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.stream.HandshakeMessage.Hello;
import org.hyparview.transport.stream.HandshakeMessage.Inspected;
import org.hyparview.transport.stream.HandshakeMessage.InspectorHello;
import org.hyparview.transport.stream.HandshakeMessage.OtherVersions;
import org.hyparview.transport.stream.HandshakeMessage.Refused;
import org.hyparview.transport.stream.InspectionFrame.Kind;
import org.jspecify.annotations.Nullable;

/** The golden formats of connections. */
public final class StreamFormats {

  private static final Peer PEER =
      new Peer(PeerId.of("node-é"), 1_767_225_600_000L, new PeerAddress("10.0.0.1", 7100));

  private StreamFormats() {}

  /** Returns all of them. */
  public static List<GoldenFormat<?>> all() {
    return List.of(handshakes(), heartbeats(), inspection());
  }

  private static GoldenFormat<HandshakeMessage> handshakes() {
    GoldenFormat<HandshakeMessage> format = new GoldenFormat<>(
            "handshakes", StreamFormats::encode, StreamFormats::decodeHandshake)
        .example("Hello", new Hello("demo", PEER))
        .example("InspectorHello", new InspectorHello(1, 1, "demo"))
        .example("Inspected", new Inspected(1, PEER))
        .example("OtherVersions", new OtherVersions(2, 5))
        .covers(HandshakeMessage.class)
        .kindAt(HandshakeCodec.HEADER_BYTES, null)
        .skips("a field at the end", StreamFormats::longerBody)
        .skips("a higher version besides", StreamFormats::helloOfMoreVersions);
    for (CloseReason reason : List.of(
        CloseReason.CLOSED_BY_PEER,
        CloseReason.WRONG_CLUSTER,
        CloseReason.WRONG_VERSION,
        CloseReason.SELF,
        CloseReason.TOO_MANY_LINKS,
        CloseReason.INSPECTION_REFUSED)) {
      format.example("Refused-" + reason, new Refused(reason));
    }
    return format;
  }

  private static byte[] encode(HandshakeMessage message) {
    if (message instanceof Hello hello) {
      return HandshakeCodec.encodeHello(hello.clusterName(), hello.peer()).getBytes();
    } else if (message instanceof InspectorHello hello) {
      return HandshakeCodec.encodeInspectorHello(hello.clusterName()).getBytes();
    } else if (message instanceof Inspected inspected) {
      return HandshakeCodec.encodeInspected(inspected.peer()).getBytes();
    } else if (message instanceof Refused refused) {
      return HandshakeCodec.encodeRefused(refused.reason()).getBytes();
    }
    // A later version's hello, which this one never writes.
    return Hex.bytes("48505658 0003 01 02 05").getBytes();
  }

  private static @Nullable HandshakeMessage decodeHandshake(byte[] bytes) {
    HandshakeReader reader = new HandshakeReader();
    return reader.feed(Buffer.buffer(bytes)) == HandshakeReader.Progress.COMPLETE
        ? reader.greeting()
        : null;
  }

  private static byte[] longerBody(byte[] bytes) {
    byte[] longer = GoldenFormat.further(bytes);
    return GoldenFormat.with(longer, 5, longer.length - HandshakeCodec.HEADER_BYTES);
  }

  private static byte[] helloOfMoreVersions(byte[] bytes) {
    boolean isHello = bytes[6] == 1 && bytes[7] == HandshakeCodec.MIN_VERSION;
    return isHello ? GoldenFormat.with(bytes, 8, 9) : bytes;
  }

  private static GoldenFormat<Heartbeat> heartbeats() {
    return new GoldenFormat<>(
            "heartbeats",
            heartbeat -> heartbeat.encode().getBytes(),
            bytes -> Heartbeat.decode(payload(bytes)))
        .example("ping", Heartbeat.ping(5, true))
        .example("ping-unused", Heartbeat.ping(Long.MAX_VALUE, false))
        .example("pong", Heartbeat.pong(-1, true))
        .example("pong-unused", Heartbeat.pong(0, false))
        .kindAt(
            Frames.LENGTH_BYTES + Frames.CHANNEL_BYTES,
            new Heartbeat(Heartbeat.Type.UNKNOWN, 0, false))
        .skips("a field at the end", StreamFormats::longerFrame)
        .skips("unknown flags", bytes -> GoldenFormat.with(bytes, 14, bytes[14] | 0xfe));
  }

  private static byte[] longerFrame(byte[] bytes) {
    byte[] longer = GoldenFormat.further(bytes);
    return GoldenFormat.with(longer, 3, longer.length - Frames.LENGTH_BYTES);
  }

  private static Buffer payload(byte[] frame) {
    FrameDecoder decoder = new FrameDecoder(1 << 20);
    decoder.feed(Buffer.buffer(frame));
    return decoder.next() == FrameDecoder.Result.FRAME ? decoder.payload() : Buffer.buffer();
  }

  private static GoldenFormat<InspectionFrame> inspection() {
    JsonObject question = new JsonObject()
        .put("request", "ask")
        .put("topic", "load")
        .put("body", new JsonObject().put("now", true))
        .put("filter", "zone=a")
        .put("timeout", 2_000)
        .put("fold", "top")
        .put("limit", 3)
        .put("headers", new JsonObject().put("lang", new JsonArray().add("é")));
    return new GoldenFormat<InspectionFrame>(
            "inspection",
            frame -> frame.encode().getBytes(),
            bytes -> InspectionFrame.decode(Buffer.buffer(bytes)))
        .example("ping", request(1, new JsonObject().put("request", "ping")))
        .example("status", request(2, new JsonObject().put("request", "status")))
        .example("members", request(3, new JsonObject().put("request", "members")))
        .example(
            "members-after",
            request(4, new JsonObject().put("request", "members").put("after", "node-7")))
        .example("events", request(5, new JsonObject().put("request", "events")))
        .example("ask", request(-1, question))
        .example("response", new InspectionFrame(Kind.RESPONSE, 1, new JsonObject()))
        .example("error", new InspectionFrame(Kind.ERROR, 4, failure("unsupported")))
        .example("event", new InspectionFrame(Kind.EVENT, 5, new JsonObject().put("type", "up")))
        .example("end", new InspectionFrame(Kind.END, 0, failure("idle")))
        .covers(Kind.class, frame -> Stream.of(frame.kind()))
        .kindAt(0, null);
  }

  private static InspectionFrame request(int number, JsonObject body) {
    return new InspectionFrame(Kind.REQUEST, number, body);
  }

  private static JsonObject failure(String code) {
    return new JsonObject().put("error", code).put("message", "The node is idle.");
  }
}
