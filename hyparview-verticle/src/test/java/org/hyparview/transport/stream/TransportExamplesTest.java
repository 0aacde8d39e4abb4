package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.transport.CloseReason;
import org.hyparview.transport.stream.InspectionFrame.Kind;
import org.hyparview.wire.WireExamples;
import org.junit.jupiter.api.Test;

/** The transport's examples of docs/wire-protocol.md are what it sends. */
class TransportExamplesTest {

  private static final Peer PEER =
      new Peer(PeerId.of("a"), 1_767_225_600_000L, new PeerAddress("10.0.0.1", 7100));

  @Test
  void theHello() throws IOException {
    assertIsExample("Hello", HandshakeCodec.encodeHello("demo", PEER));
  }

  @Test
  void theRefusal() throws IOException {
    assertIsExample("Refused", HandshakeCodec.encodeRefused(CloseReason.WRONG_CLUSTER));
  }

  @Test
  void theHelloOfAnInspector() throws IOException {
    assertIsExample("InspectorHello", HandshakeCodec.encodeInspectorHello("demo"));
  }

  @Test
  void theAnswerToAnInspector() throws IOException {
    assertIsExample("Inspected", HandshakeCodec.encodeInspected(PEER));
  }

  @Test
  void theFrameOfAnInspector() throws IOException {
    InspectionFrame request =
        new InspectionFrame(Kind.REQUEST, 7, new JsonObject().put("request", "ping"));
    assertIsExample("inspection", Frames.encode(InspectionFrame.CHANNEL, request.encode()));
  }

  @Test
  void theHeartbeat() throws IOException {
    assertIsExample("heartbeats", Heartbeat.ping(5, true).encode());
  }

  private static void assertIsExample(String heading, Buffer sent) throws IOException {
    assertThat(WireExamples.read().get(heading)).isEqualTo(sent.getBytes());
  }
}
