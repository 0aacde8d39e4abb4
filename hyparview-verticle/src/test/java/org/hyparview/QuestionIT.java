package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.hyparview.Answers.NodeAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions on real TCP, as users of the event bus see them. */
class QuestionIT {

  private static final String TOPIC = "load";

  /** The longest timeout of a question. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final LocalOverlay overlay = new LocalOverlay().patient();

  @AfterEach
  void close() {
    overlay.close();
  }

  private HyParViewClient client(String node) {
    return HyParViewClient.create(overlay.vertx(), node);
  }

  private List<String> form(int size) {
    List<String> nodes = IntStream.range(0, size).mapToObj(i -> "n" + i).toList();
    overlay.first("n0").join(nodes.subList(1, size).toArray(String[]::new));
    overlay.awaitOneSymmetricComponent();
    return nodes;
  }

  /** A node n7 answers 7, in words if the answers are collected. */
  private List<String> numbered(int size) {
    List<String> nodes = form(size);
    nodes.forEach(node -> client(node)
        .onQuestion(
            TOPIC,
            question -> Future.succeededFuture(
                question.headers().contains("words") ? node + " is well" : numberOf(node))));
    return nodes;
  }

  private static int numberOf(String node) {
    return Integer.parseInt(node.substring(1));
  }

  private static Question question() {
    return new Question(TOPIC, "how are you?").setTimeout(PATIENCE_MILLIS);
  }

  private Answers ask(String node, Question question) {
    return LocalOverlay.await(client(node).ask(question));
  }

  private static ReplyException failureOf(Future<?> future) {
    return (ReplyException) LocalOverlay.failureOf(future);
  }

  @Test
  void eachOfTwentyNodesGetsTheAnswersOfAll() {
    List<String> nodes = numbered(20);
    for (String node : nodes) {
      Answers answers = ask(node, question().addHeader("words", "yes"));
      assertThat(answers.isComplete()).as("%s", answers).isTrue();
      assertThat(answers.all())
          .extracting(NodeAnswer::node)
          .containsExactlyInAnyOrderElementsOf(nodes);
      assertThat(answers.all())
          .allSatisfy(
              answer -> assertThat(answer.<String>body()).isEqualTo(answer.node() + " is well"));
    }
  }

  @Test
  void answersAreFoldedOnTheWay() {
    numbered(12);
    Answers sum = ask("n3", question().sum());
    assertThat(sum.sum()).isEqualTo(66);
    assertThat(sum.isComplete()).isTrue();
    assertThat(ask("n4", question().count()).answered()).isEqualTo(12);
    assertThat(ask("n5", question().min()).ranked())
        .singleElement()
        .satisfies(least -> assertThat(least.node()).isEqualTo("n0"));
    assertThat(ask("n6", question().max()).ranked().get(0).number()).isEqualTo(11);
    assertThat(ask("n7", question().top(3)).ranked())
        .extracting(NodeAnswer::node)
        .containsExactly("n11", "n10", "n9");
  }

  @Test
  void bodiesOfAllKindsComeBack() {
    form(3);
    client("n0").onQuestion(TOPIC, question -> Future.succeededFuture("text"));
    client("n1").onQuestion(TOPIC, question -> Future.succeededFuture(Buffer.buffer("bytes")));
    client("n2")
        .<JsonObject>onQuestion(
            TOPIC, question -> Future.succeededFuture(question.body().put("b", 2)));
    Question json = new Question(TOPIC, new JsonObject().put("a", 1)).setTimeout(PATIENCE_MILLIS);
    assertThat(ask("n1", json).all())
        .extracting(NodeAnswer::node, NodeAnswer::body)
        .containsExactlyInAnyOrder(
            tuple("n0", "text"),
            tuple("n1", Buffer.buffer("bytes")),
            tuple("n2", new JsonObject().put("a", 1).put("b", 2)));
  }

  @Test
  void aNodeWithoutHandlerOrAnswerIsNotMissing() {
    form(4);
    client("n0").onQuestion(TOPIC, question -> Future.succeededFuture("here"));
    client("n1").onQuestion(TOPIC, question -> Future.succeededFuture());
    Answers answers = ask("n2", question());
    assertThat(answers.isComplete()).isTrue();
    assertThat(answers.nodes()).isEqualTo(4);
    assertThat(answers.answered()).isEqualTo(1);
    assertThat(answers.all()).extracting(NodeAnswer::node).containsExactly("n0");
  }

  @Test
  void handlersThatThrowFailOrNeverReplyMakeTheAnswersIncompleteAndAreNamed() {
    form(6);
    client("n0").onQuestion(TOPIC, question -> Future.succeededFuture(5));
    client("n1").onQuestion(TOPIC, question -> {
      throw new IllegalStateException("expected in this test");
    });
    client("n2").onQuestion(TOPIC, question -> Future.failedFuture("expected in this test"));
    client("n3").onQuestion(TOPIC, question -> Promise.promise().future());
    client("n4").onQuestion(TOPIC, question -> Future.succeededFuture("no number"));
    Answers answers = ask("n5", question().setTimeout(2_000).sum());
    assertThat(answers.isComplete()).isFalse();
    assertThat(answers.failures()).containsExactlyInAnyOrder("n1", "n2", "n3", "n4");
    assertThat(answers.failed()).isEqualTo(4);
    assertThat(answers.sum()).isEqualTo(5);
    assertThat(answers.nodes()).isEqualTo(6);
  }

  @Test
  void answersBeyondTheBytesAreOmittedAndAnAnswerThatIsTooLongFails() {
    form(4);
    client("n0").onQuestion(TOPIC, question -> Future.succeededFuture("x".repeat(100)));
    client("n1").onQuestion(TOPIC, question -> Future.succeededFuture("x".repeat(100)));
    client("n2").onQuestion(TOPIC, question -> Future.succeededFuture("x".repeat(70_000)));
    Answers answers = ask("n3", question().collect(150));
    assertThat(answers.isComplete()).isFalse();
    assertThat(answers.omitted()).isEqualTo(1);
    assertThat(answers.all()).hasSize(1);
    assertThat(answers.failures()).containsExactly("n2");
  }

  @Test
  void aNodeThatDiesMeanwhileIsNeverSilentlyMissing() throws Exception {
    List<String> nodes = numbered(8);
    try (NodeProcess doomed = NodeProcess.start("doomed", overlay.contact())) {
      overlay.until("joined", o -> nodes.stream().anyMatch(n -> o.view(n).contains("doomed")));
      Future<Answers> asked = client("n2").ask(question().sum());
      doomed.kill();
      Answers answers = LocalOverlay.await(asked);
      assertThat(answers.isComplete()).as("%s", answers).isTrue();
      assertThat(answers.sum()).isEqualTo(28);
    }
  }

  @Test
  void filtersChooseNodesByTheirTags() {
    overlay.first("n0");
    overlay.deploy(
        LocalOverlay.options("n1").setTags(Map.of("zone", "a")).addContact(overlay.contact()));
    overlay.deploy(LocalOverlay.options("n2")
        .setTags(Map.of("zone", "b", "gpu", ""))
        .addContact(overlay.contact()));
    overlay.awaitOneSymmetricComponent();
    for (String node : List.of("n0", "n1", "n2")) {
      client(node).onQuestion(TOPIC, question -> Future.succeededFuture(numberOf(node)));
    }
    assertThat(ask("n0", question().setFilter("zone").sum()).sum()).isEqualTo(3);
    assertThat(ask("n1", question().setFilter("zone=b, gpu").sum()).sum()).isEqualTo(2);
    Answers answers = ask("n2", question().setFilter("!gpu").count());
    assertThat(answers.answered()).isEqualTo(2);
    assertThat(answers.isComplete()).isTrue();
    assertThat(failureOf(client("n0").ask(question().setFilter("="))))
        .hasMessageContaining("a key is missing")
        .returns(HyParViewBroadcast.BAD_REQUEST, ReplyException::failureCode);
  }

  @Test
  void eachHandlerIsAskedOnce() {
    List<String> nodes = form(10);
    AtomicInteger asked = new AtomicInteger();
    nodes.forEach(node -> client(node)
        .onQuestion(TOPIC, question -> Future.succeededFuture(asked.incrementAndGet())));
    assertThat(ask("n9", question().count()).answered()).isEqualTo(10);
    assertThat(asked).hasValue(10);
  }

  @Test
  void theEventBusAloneIsEnough() {
    form(3);
    overlay
        .vertx()
        .eventBus()
        .localConsumer(
            "n1.ask.default",
            question -> question.reply(question.body() + " "
                + question.headers().get("origin") + " " + question.headers().get("mine")));
    JsonObject reply = LocalOverlay.await(overlay
            .vertx()
            .eventBus()
            .<JsonObject>request(
                "n2.ask", "from", new DeliveryOptions().addHeader("mine", "header")))
        .body();
    assertThat(reply.getBoolean("complete")).isTrue();
    assertThat(reply.getInteger("nodes")).isEqualTo(3);
    assertThat(reply.getJsonArray("answers").getJsonObject(0))
        .isEqualTo(new JsonObject().put("node", "n1").put("body", "from n2 header"));
  }

  @Test
  void badRequestsFailClearlyAndDisturbNothing() {
    numbered(2);
    assertThat(failureOf(client("n0").ask(question().setTimeout(0))))
        .hasMessage("A timeout must be in 1..30000, but is 0")
        .returns(HyParViewBroadcast.BAD_REQUEST, ReplyException::failureCode);
    assertThat(failureOf(client("n0").ask(question().addHeader("fold", "mean"))))
        .hasMessage(
            "The header fold must be collect, count, sum, min, max or top, but is \"mean\"");
    assertThat(failureOf(client("n0").ask(question().top(101))))
        .hasMessage("The number of results must be in 1..100, but is 101");
    assertThat(failureOf(client("n0").ask(question().addHeader("limit", "many"))))
        .hasMessage("The header limit must be a whole number, but is \"many\"");
    assertThat(failureOf(client("n0").ask(question().collect(1 << 20))))
        .hasMessage("The most bytes of all answers must be in 1..262144, but is 1048576");
    assertThat(failureOf(client("n0").ask(new Question(TOPIC, 7))))
        .hasMessage("A question must be a Buffer, a String or a JsonObject,"
            + " but is a java.lang.Integer");
    assertThat(failureOf(client("n0").ask(new Question(TOPIC, "x".repeat(2 << 20)))))
        .hasMessageStartingWith("A question must have at most 1047552 bytes with its topic,");
    assertThat(failureOf(client("nobody").ask(question())))
        .returns(ReplyFailure.NO_HANDLERS, ReplyException::failureType);
    assertThat(ask("n1", question().sum()).sum()).isEqualTo(1);
  }

  @Test
  void tooManyQuestionsAtOnceAreRefused() {
    HyParViewOptions options = LocalOverlay.options("n0");
    options.getQuestions().setMaxQuestions(1);
    overlay.deploy(options);
    client("n0").onQuestion(TOPIC, question -> Promise.promise().future());
    Future<Answers> first = client("n0").ask(question().setTimeout(1_000));
    assertThat(failureOf(client("n0").ask(question())))
        .hasMessage("Not asked: too many questions are open at this node; try again later")
        .returns(HyParViewBroadcast.BUSY, ReplyException::failureCode);
    assertThat(LocalOverlay.await(first).failures()).containsExactly("n0");
  }

  @Test
  void aQuestionThatIsOpenWhenItsNodeIsStoppedFails() {
    overlay.deploy(LocalOverlay.options("n0"));
    Promise<Void> asked = Promise.promise();
    client("n0").onQuestion(TOPIC, question -> {
      asked.complete();
      return Promise.promise().future();
    });
    Future<Answers> open = client("n0").ask(question());
    LocalOverlay.await(asked.future());
    overlay.leave("n0");
    assertThat(failureOf(open))
        .hasMessage("The node has been stopped")
        .returns(HyParViewBroadcast.BUSY, ReplyException::failureCode);
  }
}
