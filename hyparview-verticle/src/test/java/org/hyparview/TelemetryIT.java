package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hyparview.protocol.hyparview.HyParViewMessage;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node says of the messages that it sends. */
class TelemetryIT {

  private final LocalOverlay overlay = new LocalOverlay();

  @AfterEach
  void close() {
    overlay.close();
  }

  /** Completes when this event is published at a prefix. */
  private CompletableFuture<JsonObject> published(String prefix, JsonObject wanted) {
    CompletableFuture<JsonObject> published = new CompletableFuture<>();
    overlay.vertx().eventBus().<JsonObject>localConsumer(prefix + ".telemetry", event -> {
      if (event.body().equals(wanted)) {
        published.complete(event.body());
      }
    });
    return published;
  }

  private static JsonObject event(String type, String message, String node) {
    return new JsonObject().put("type", type).put("message", message).put("node", node);
  }

  @Test
  void eachMessageIsPublishedIfTheUserAsksForIt() throws Exception {
    CompletableFuture<JsonObject> silent = published("n0", event("sent", "neighbor-reply", "n0"));
    CompletableFuture<JsonObject> join = published("n1", event("sent", "join", "n1"));
    CompletableFuture<JsonObject> gossip = published("n1", event("sent", "gossip", "n1"));
    overlay.first("n0");
    overlay.deploy(LocalOverlay.options("n1").addContact(overlay.contact()).setTelemetry(true));
    LocalOverlay.await(join);
    overlay.awaitOneSymmetricComponent();
    HyParViewClient.create(overlay.vertx(), "n1").broadcast("news", "body");
    LocalOverlay.await(gossip);
    assertThat(silent).isNotDone();
  }

  @Test
  void aMessageThatNobodyTakesIsPublishedAsNotSent() throws Exception {
    CompletableFuture<JsonObject> probe = published("n1", event("not-sent", "probe", "n1"));
    overlay.first("n0");
    overlay.deploy(LocalOverlay.options("n1")
        .setContacts(List.of(overlay.contact(), "127.0.0.1:1"))
        .setTelemetry(true)
        .with(NodeOptions.MEMBERSHIP, membership -> membership.setHealInterval(10)));
    LocalOverlay.await(probe);
  }

  @Test
  void theKindsAreDocumented() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "events.md"));
    Stream.of(HyParViewMessage.class, PlumtreeMessage.class)
        .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
        .map(type -> type.getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2"))
        .forEach(kind -> assertThat(text).contains("`" + kind.toLowerCase(Locale.ROOT) + "`"));
  }
}
