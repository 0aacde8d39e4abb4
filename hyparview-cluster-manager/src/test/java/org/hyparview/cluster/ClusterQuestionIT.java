package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.hyparview.Answers;
import org.hyparview.Answers.NodeAnswer;
import org.hyparview.Question;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions to the members of a cluster, on loopback. */
class ClusterQuestionIT {

  private static final String TOPIC = "load";

  private final String name = "test-" + UUID.randomUUID();
  private final List<Vertx> started = new ArrayList<>();

  private HyParViewClusterOptions options() {
    return new HyParViewClusterOptions()
        .setClusterName(name)
        .setHost("127.0.0.1")
        .setOperationTimeout(Waits.PATIENCE_MILLIS)
        .setMulticast(new MulticastOptions().setEnabled(false));
  }

  private HyParViewCluster start(HyParViewClusterOptions options) throws Exception {
    Vertx vertx = await(
        Vertx.builder().withClusterManager(new HyParViewClusterManager(options)).buildClustered());
    started.add(vertx);
    return HyParViewCluster.of(vertx);
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : started) {
      await(vertx.close());
    }
  }

  private static Question question() {
    return new Question(TOPIC, "how are you?").setTimeout(20_000);
  }

  @Test
  void eachMemberAnswersAndFiltersChooseByTags() throws Exception {
    HyParViewCluster first = start(options().setTags(Map.of("zone", "a")));
    HyParViewCluster second = start(options().setTags(Map.of("zone", "b")));
    HyParViewCluster third = start(options());
    first.onQuestion(TOPIC, question -> Future.succeededFuture(1));
    second.onQuestion(TOPIC, question -> Future.succeededFuture(20));
    third.onQuestion(TOPIC, question -> Future.succeededFuture(300));
    for (HyParViewCluster node : List.of(first, second, third)) {
      Answers answers = await(node.ask(question().sum()));
      assertThat(answers.isComplete()).as("%s", answers).isTrue();
      assertThat(answers.sum()).isEqualTo(321);
      assertThat(answers.nodes()).isEqualTo(3);
    }
    assertThat(await(third.ask(question().setFilter("zone").sum())).sum()).isEqualTo(21);
    assertThat(await(first.ask(question().setFilter("zone!=b").sum())).sum()).isEqualTo(301);
    await(third.setTags(Map.of("zone", "c")));
    assertThat(await(first.ask(question().setFilter("zone=c").max())).ranked())
        .extracting(NodeAnswer::node)
        .containsExactly(third.nodeId());
  }

  @Test
  void aHandlerThatFailsIsNamedAndNodesWithoutOneAreNotMissing() throws Exception {
    HyParViewCluster first = start(options());
    HyParViewCluster second = start(options());
    HyParViewCluster third = start(options());
    second.onQuestion(TOPIC, question -> Future.failedFuture("expected in this test"));
    third.onQuestion(TOPIC, question -> Future.succeededFuture("well"));
    Answers answers = await(first.ask(question()));
    assertThat(answers.isComplete()).isFalse();
    assertThat(answers.failures()).containsExactly(second.nodeId());
    assertThat(answers.all()).extracting(NodeAnswer::node).containsExactly(third.nodeId());
    assertThat(answers.nodes()).isEqualTo(3);
  }

  @Test
  void withTheOptionTheEventBusHasTheAddresses() throws Exception {
    HyParViewCluster first = start(options().setQuestionAddresses(true));
    start(options());
    Vertx vertx = started.get(0);
    vertx
        .eventBus()
        .localConsumer("hyparview.ask." + TOPIC, question -> question.reply(question.body()));
    JsonObject[] answers = new JsonObject[1];
    Waits.until(vertx, () -> "Questions are answered", () -> {
      answers[0] = await(askByEventBus(vertx).otherwiseEmpty());
      return answers[0] != null;
    });
    assertThat(answers[0].getBoolean("complete")).isTrue();
    assertThat(answers[0].getInteger("nodes")).isEqualTo(2);
    assertThat(answers[0].getJsonArray("answers").getJsonObject(0))
        .isEqualTo(new JsonObject().put("node", first.nodeId()).put("body", "hello"));
  }

  private static Future<JsonObject> askByEventBus(Vertx vertx) {
    DeliveryOptions topic = new DeliveryOptions().setLocalOnly(true).addHeader("topic", TOPIC);
    return vertx
        .eventBus()
        .<JsonObject>request("hyparview.ask", "hello", topic)
        .map(reply -> reply.body());
  }

  @Test
  void badQuestionsAreRefusedAndOpenOnesFailWhenTheNodeLeaves() throws Exception {
    HyParViewCluster only = start(options());
    assertThatThrownBy(() -> only.ask(question().setTimeout(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A timeout must be in 1..30000, but is 0");
    assertThatThrownBy(() -> only.ask(question().setFilter("=")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a key is missing");
    Promise<Void> asked = Promise.promise();
    only.onQuestion(TOPIC, question -> {
      asked.complete();
      return Promise.promise().future();
    });
    CompletableFuture<Answers> open =
        only.ask(question()).toCompletionStage().toCompletableFuture();
    await(asked.future());
    await(started.remove(0).close());
    assertThat(open)
        .failsWithin(Duration.ofMillis(Waits.PATIENCE_MILLIS))
        .withThrowableThat()
        .withMessageContaining("The node has been stopped");
  }
}
