package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.hyparview.inspect.ClusterCrawl;
import org.hyparview.inspect.ClusterSnapshot;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.InspectionOptions;
import org.hyparview.transport.InspectionException;
import org.hyparview.transport.InspectionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inspector's end, against nodes that answer as the test says. */
class InspectionAnswersIT implements InspectionHandler {

  private final Vertx vertx = Vertx.vertx();
  private final TcpNode node = new TcpNode(vertx, TcpNode.options());
  private final Queue<Future<JsonObject>> answers = new ArrayDeque<>();
  private final List<JsonObject> requests = new ArrayList<>();

  @BeforeEach
  void start() {
    node.transport().inspectedBy(this);
    node.start("a");
  }

  @AfterEach
  void close() {
    TcpNode.await(vertx.close());
  }

  @Override
  public Future<JsonObject> answer(String name, JsonObject parameters) {
    requests.add(parameters);
    return answers.remove();
  }

  @Override
  public Runnable follow(Consumer<JsonObject> events) {
    return () -> requests.add(new JsonObject());
  }

  private static InspectionOptions options() {
    return new InspectionOptions().setClusterName("test").setTimeout(60_000);
  }

  private String address() {
    return node.self().address().toString();
  }

  private InspectionClient connect() {
    return TcpNode.await(InspectionClient.connect(vertx, options(), address()));
  }

  private static Future<JsonObject> page(String id, boolean more) {
    return Future.succeededFuture(new JsonObject()
        .put("version", id.length())
        .put("members", new JsonArray().add(new JsonObject().put("id", id)))
        .put("more", more));
  }

  @Test
  void pagesAreCollectedAndABusyNodeIsAskedAgain() {
    answers.add(page("a", true));
    answers.add(Future.failedFuture(new InspectionException(InspectionException.BUSY, "busy")));
    answers.add(page("bb", false));
    JsonObject list = TcpNode.await(connect().members());
    assertThat(list)
        .isEqualTo(new JsonObject()
            .put("version", 1)
            .put(
                "members",
                new JsonArray()
                    .add(new JsonObject().put("id", "a"))
                    .add(new JsonObject().put("id", "bb"))));
    assertThat(requests)
        .last()
        .isEqualTo(new JsonObject().put("request", "members").put("after", "a"));
  }

  @Test
  void aRequestThatIsTooLongIsNotSent() {
    InspectionClient client = connect();
    JsonObject huge = new JsonObject().put("x", "x".repeat(InspectionFrame.MAX_REQUEST_BYTES));
    InspectionException failure =
        (InspectionException) TcpNode.failureOf(client.request("status", huge));
    assertThat(failure.code()).isEqualTo(InspectionException.BAD_REQUEST);
    assertThat(requests).isEmpty();
  }

  @Test
  void aCrawlFailsIfTheOnlyNodeAnswersInAnotherForm() {
    answers.add(Future.succeededFuture(new JsonObject().put("kind", "toaster")));
    assertThat(TcpNode.failureOf(new ClusterCrawl(vertx, options()).run(List.of(address()))))
        .hasMessageStartingWith("Node a answered in a form that this release can't read: ");
  }

  @Test
  void aCrawlStopsAtItsLimitAndSaysSo() {
    JsonArray active = new JsonArray();
    for (int i = 0; i < 10; i++) {
      active.add(new JsonObject()
          .put("id", "other-" + i)
          .put("address", "127.0.0.1:1")
          .put("incarnation", 1));
    }
    answers.add(
        Future.succeededFuture(new JsonObject().put("kind", "verticle").put("activeView", active)));
    ClusterSnapshot snapshot =
        TcpNode.await(new ClusterCrawl(vertx, options()).setMaxNodes(3).run(List.of(address())));
    assertThat(snapshot.isComplete()).isFalse();
    assertThat(snapshot.nodes()).hasSize(6);
    assertThat(snapshot.nodes().stream().filter(each -> each.reachable())).hasSize(1);
    assertThat(snapshot.links()).hasSize(5);
  }

  @Test
  void aNodeIsToldWhenNoInspectorFollowsAnyMore() {
    InspectionClient client = connect();
    TcpNode.await(client.events(event -> {}));
    TcpNode.await(client.close());
    node.until(() -> requests.equals(List.of(new JsonObject())));
  }
}
