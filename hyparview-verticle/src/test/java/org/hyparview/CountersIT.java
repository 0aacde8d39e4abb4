package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The counters of nodes on real TCP. */
class CountersIT {

  private static final int PATIENCE_MILLIS = 30_000;

  private final LocalOverlay overlay = new LocalOverlay();

  @AfterEach
  void close() {
    overlay.close();
  }

  private HyParViewClient client(String id) {
    return HyParViewClient.create(overlay.vertx(), id);
  }

  private JsonObject part(String id, String key) {
    return LocalOverlay.await(client(id).counters()).getJsonObject(key);
  }

  @Test
  void whatABroadcastSendsAtOneNodeArrivesAtTheOther() throws Exception {
    overlay.first("a").join("b");
    overlay.until("both are up", o -> o.view("a").contains("b") && o.view("b").contains("a"));
    LocalOverlay.await(client("a").broadcastAcknowledged("news", "x", PATIENCE_MILLIS));
    JsonObject sent = part("a", "messages").getJsonObject("broadcast").getJsonObject("sent");
    JsonObject received =
        part("b", "messages").getJsonObject("broadcast").getJsonObject("received");
    assertThat(sent.getInteger("gossip"))
        .isEqualTo(received.getInteger("gossip"))
        .isOne();
    assertThat(part("b", "bytes").getJsonObject("broadcast").getLong("received"))
        .isEqualTo(part("a", "bytes").getJsonObject("broadcast").getLong("sent"))
        .isPositive();
    assertThat(part("a", "broadcasts").getInteger("acknowledged")).isOne();
    assertThat(part("b", "broadcasts").getInteger("hops")).isOne();
    assertThat(part("b", "broadcasts").getInteger("duplicates")).isZero();
    assertThat(part("b", "links").getInteger("dialed")).isPositive();
  }

  @Test
  void changesOfTheViewAreCountedByReason() throws Exception {
    overlay.first("a").join("b");
    overlay.until("both are up", o -> o.view("a").contains("b") && o.view("b").contains("a"));
    overlay.leave("b");
    overlay.until("one is down", o -> o.view("a").isEmpty());
    JsonObject views = part("a", "views");
    assertThat(views.getInteger("active")).isZero();
    assertThat(views.getInteger("ups")).isOne();
    assertThat(views.getJsonObject("downs"))
        .isEqualTo(new JsonObject("{\"failed\":0,\"evicted\":0,\"left\":1,\"superseded\":0}"));
    assertThat(LocalOverlay.failureOf(client("b").counters())).isInstanceOf(ReplyException.class);
  }

  @Test
  void aDialThatFailsIsCountedWithItsReason() throws Exception {
    overlay.deploy(LocalOverlay.options("a").addContact("127.0.0.1:1"));
    JsonObject links = part("a", "links");
    while (links.getJsonObject("dialFailures").getInteger("connect-failed") == 0) {
      links = part("a", "links");
    }
    assertThat(links.getInteger("dialed")).isPositive();
  }
}
