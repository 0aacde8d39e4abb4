package org.hyparview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.wire.Envelope;
import org.hyparview.wire.EnvelopeCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in from the overlay, as the event bus hears it. */
class BroadcastEndpointTest {

  private static final MessageId ID = new MessageId(PeerId.of("origin"), 1, 7);

  private final Vertx vertx = Vertx.vertx();
  private final BroadcastEndpoint face = new BroadcastEndpoint(vertx, "hyparview", 1_000_000);

  @AfterEach
  void close() {
    LocalOverlay.await(vertx.close());
  }

  private void delivered(Envelope.Kind kind, byte[] body, Envelope.Header... headers) {
    Envelope envelope = new Envelope(kind, "t", List.of(headers), Buffer.buffer(body));
    face.delivered(ID, 3, new EnvelopeCodec().encode(envelope).getBytes());
  }

  @Test
  void whatWasBroadcastIsPublishedWithItsOriginAndHopsWhateverItsHeadersSay() throws Exception {
    BlockingQueue<Message<JsonObject>> heard = new LinkedBlockingQueue<>();
    vertx.eventBus().<JsonObject>localConsumer("hyparview.broadcast.t", heard::add);
    delivered(
        Envelope.Kind.JSON,
        "{\"a\":[1]}".getBytes(UTF_8),
        new Envelope.Header("x", "1"),
        new Envelope.Header("x", "2"));
    Message<JsonObject> message = heard.poll(10, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    assertThat(message.body().encode()).isEqualTo("{\"a\":[1]}");
    assertThat(message.headers().getAll("x")).containsExactly("1", "2");
    assertThat(message.headers().getAll("origin")).containsExactly("origin");
    assertThat(message.headers().getAll("hops")).containsExactly("3");
    assertThat(face.undeliverable()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "1", "\"a\"", "{", "{}x", "{\"a\":}", "\u0000"})
  void aBodyThatIsNoJsonObjectIsNotDelivered(String body) {
    BlockingQueue<Message<Object>> heard = new LinkedBlockingQueue<>();
    vertx.eventBus().<Object>localConsumer("hyparview.broadcast.t", heard::add);
    delivered(Envelope.Kind.JSON, body.getBytes(UTF_8));
    assertThat(face.undeliverable()).isOne();
    assertThat(heard).isEmpty();
  }

  @Test
  void jsonThatIsNestedTooDeepIsNotDelivered() {
    delivered(Envelope.Kind.JSON, "{\"a\":".repeat(100_000).getBytes(UTF_8));
    assertThat(face.undeliverable()).isOne();
  }

  @Test
  void aPayloadOfAnotherFormIsNotDelivered() {
    face.delivered(ID, 1, new byte[0]);
    face.delivered(ID, 1, "something else".getBytes(UTF_8));
    assertThat(face.undeliverable()).isEqualTo(2);
  }

  @Test
  void headersThatAreForgedDoNotHideTheTruth() throws Exception {
    BlockingQueue<Message<Object>> heard = new LinkedBlockingQueue<>();
    vertx.eventBus().<Object>localConsumer("hyparview.broadcast.t", heard::add);
    delivered(
        Envelope.Kind.TEXT, "x".getBytes(UTF_8), new Envelope.Header("Origin", "somebody else"));
    Message<Object> message = heard.poll(10, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    assertThat(message.headers().getAll("origin")).containsExactly("origin");
  }
}
