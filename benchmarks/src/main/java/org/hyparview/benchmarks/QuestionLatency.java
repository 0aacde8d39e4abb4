package org.hyparview.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hyparview.Answers;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.Question;

/**
 * The time from a question to its complete answers, on nodes in one JVM over loopback TCP, asked
 * one after the other by each node in turn. Arguments: nodes, questions.
 */
public final class QuestionLatency {

  private static final int WARM_UP = 500;

  private final Vertx vertx = Vertx.vertx(new VertxOptions()
      .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors())));
  private final List<HyParViewClient> clients = new ArrayList<>();

  private QuestionLatency() {}

  /** Prints percentiles for each fold. */
  public static void main(String[] arguments) {
    int nodes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    int questions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
    QuestionLatency latency = new QuestionLatency();
    latency.start(nodes);
    latency.measure(WARM_UP, new Question("load", "now").sum());
    latency.print("sum", latency.measure(questions, new Question("load", "now").sum()));
    latency.print("top 10", latency.measure(questions, new Question("load", "now").top(10)));
    latency.print("collect", latency.measure(questions, new Question("name", "now").collect()));
    latency.vertx.close().await();
  }

  private void start(int nodes) {
    String contact = null;
    for (int i = 0; i < nodes; i++) {
      HyParViewOptions options = new HyParViewOptions()
          .setNodeId("n" + i)
          .setHost("127.0.0.1")
          .setPort(0)
          .setEventBusPrefix("n" + i);
      if (contact != null) {
        options.addContact(contact);
      }
      vertx.deployVerticle(new HyParViewVerticle(options)).await();
      HyParViewClient client = HyParViewClient.create(vertx, "n" + i);
      long load = i;
      client.onQuestion("load", question -> Future.succeededFuture(load));
      client.onQuestion("name", question -> Future.succeededFuture("node " + load));
      clients.add(client);
      contact = clients.get(0).views().await().node().address();
    }
    while (answers(clients.get(0), new Question("load", "now").count()).answered() < nodes) {
      // The overlay is still forming.
    }
  }

  private static Answers answers(HyParViewClient client, Question question) {
    return client.ask(question).await();
  }

  private long[] measure(int questions, Question question) {
    long[] micros = new long[questions];
    int incomplete = 0;
    for (int i = 0; i < questions; i++) {
      long start = System.nanoTime();
      Answers answers = answers(clients.get(i % clients.size()), question);
      micros[i] = (System.nanoTime() - start) / 1_000;
      incomplete += answers.isComplete() ? 0 : 1;
    }
    if (incomplete > 0) {
      System.out.println(incomplete + " of " + questions + " were incomplete");
    }
    Arrays.sort(micros);
    return micros;
  }

  private void print(String fold, long[] micros) {
    System.out.printf(
        Locale.ROOT,
        "%d nodes, %s, %d questions: p50 %.2f ms, p99 %.2f ms, longest %.2f ms%n",
        clients.size(),
        fold,
        micros.length,
        micros[micros.length / 2] / 1e3,
        micros[micros.length * 99 / 100] / 1e3,
        micros[micros.length - 1] / 1e3);
  }
}
