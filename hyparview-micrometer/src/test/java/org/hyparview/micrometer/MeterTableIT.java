package org.hyparview.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.cluster.HyParViewCluster;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.junit.jupiter.api.Test;

/** Each counter has a meter, each meter a counter, and each name that we publish a meter. */
class MeterTableIT {

  private static final Path DASHBOARD = Document.root().resolve("docs/grafana/hyparview.json");

  static Vertx clustered() {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName("meters-" + ProcessHandle.current().pid())
        .setHost("127.0.0.1")
        .setMemberEvents(true);
    return Waiting.await(Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(new HyParViewClusterManager(options))
        .buildClustered());
  }

  @Test
  void theCountersOfTheClusterManagerAndTheMetersAreTheSame() throws IOException {
    Vertx vertx = clustered();
    try {
      Waiting.await(vertx.sharedData().getCounter("c").compose(c -> c.incrementAndGet()));
      JsonObject counters = Waiting.await(HyParViewCluster.of(vertx).counters());
      assertMeters(counters, true);
      assertThat(onTheBus(vertx).fieldNames()).isEqualTo(counters.fieldNames());
      assertDashboard(vertx);
    } finally {
      Waiting.await(vertx.close());
    }
  }

  @Test
  void eachCounterOfTheVerticleHasAMeter() {
    Vertx vertx = Vertx.vertx();
    try {
      HyParViewVerticle verticle =
          new HyParViewVerticle(new HyParViewOptions().setHost("127.0.0.1").setPort(0));
      Waiting.await(vertx.deployVerticle(verticle));
      assertMeters(Waiting.await(verticle.counters()), false);
      assertThat(Waiting.await(HyParViewClient.create(vertx).counters()).fieldNames())
          .isEqualTo(Waiting.await(verticle.counters()).fieldNames());
    } finally {
      Waiting.await(vertx.close());
    }
  }

  /** Returns the counters at their address, which a node has a moment after it has started. */
  private static JsonObject onTheBus(Vertx vertx) {
    JsonObject counters = new JsonObject();
    Waiting.until(() -> {
      Waiting.await(HyParViewClient.create(vertx).counters().otherwise(counters))
          .forEach(each -> counters.put(each.getKey(), each.getValue()));
      return !counters.isEmpty();
    });
    return counters;
  }

  /** Checks that each counter has a meter, and, if this is all of them, each source a counter. */
  private static void assertMeters(JsonObject counters, boolean all) {
    List<List<String>> paths = new ArrayList<>();
    collect(new ArrayList<>(), counters, paths);
    List<List<String>> timers = paths.stream()
        .filter(path -> path.get(path.size() - 1).equals("totalNanos"))
        .map(path -> path.subList(0, path.size() - 1))
        .toList();
    paths.removeIf(path -> timers.contains(path.subList(0, path.size() - 1)));
    assertThat(paths)
        .allSatisfy(path -> assertThat(Readings.create(path, false)).isNotNull());
    assertThat(timers)
        .allSatisfy(path -> assertThat(Readings.create(path, true)).isNotNull());
    if (all) {
      paths.addAll(timers);
      for (MeterDefinition definition : Meters.ALL) {
        assertThat(definition.sources())
            .as(definition.name())
            .isNotEmpty()
            .allMatch(source -> paths.stream().anyMatch(path -> source.match(path) != null));
      }
    }
  }

  private static void collect(List<String> path, JsonObject json, List<List<String>> paths) {
    for (Map.Entry<String, Object> each : json) {
      path.add(each.getKey());
      if (each.getValue() instanceof JsonObject further) {
        collect(path, further, paths);
      } else if (each.getValue() instanceof Number) {
        paths.add(List.copyOf(path));
      }
      path.remove(path.size() - 1);
    }
  }

  /** Checks that the dashboard names only what Prometheus scrapes, and shows each meter. */
  private static void assertDashboard(Vertx vertx) throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HyParViewCluster cluster = HyParViewCluster.of(vertx);
    try (HyParViewMetrics metrics = new HyParViewMetrics(vertx, cluster::counters)) {
      metrics.bindTo(registry);
      Waiting.until(() -> Meters.ALL.stream()
          .noneMatch(meter -> registry.find(meter.name()).meters().isEmpty()));
      Set<String> scraped = Document.matches(registry.scrape(), "^(hyparview_[a-z_]+)");
      assertThat(Document.matches(Files.readString(DASHBOARD), "\\bhyparview_[a-z_]+"))
          .isNotEmpty()
          .isSubsetOf(scraped);
      assertThat(Document.matches(Files.readString(Document.METRICS), "\\bhyparview_[a-z_]+"))
          .isSubsetOf(scraped);
    }
  }
}
