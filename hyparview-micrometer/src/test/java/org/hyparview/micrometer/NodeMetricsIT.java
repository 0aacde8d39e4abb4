package org.hyparview.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of running verticles. */
class NodeMetricsIT {

  private final List<Vertx> opened = new ArrayList<>();

  @AfterEach
  void close() {
    Waiting.await(Future.join(opened.stream().map(Vertx::close).toList()));
  }

  private Vertx vertx() {
    Vertx vertx = Vertx.vertx();
    opened.add(vertx);
    return vertx;
  }

  private static HyParViewVerticle deploy(Vertx vertx, String... contacts) {
    HyParViewVerticle verticle = new HyParViewVerticle(
        new HyParViewOptions().setHost("127.0.0.1").setPort(0).setContacts(List.of(contacts)));
    Waiting.await(vertx.deployVerticle(verticle));
    return verticle;
  }

  private static String address(Vertx vertx) {
    return Waiting.await(HyParViewClient.create(vertx).views()).node().address();
  }

  @Test
  void aScrapeShowsTheViewAndTheBroadcasts() {
    Vertx a = vertx();
    Vertx b = vertx();
    deploy(a);
    HyParViewVerticle second = deploy(b, address(a));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (HyParViewMetrics metrics = new HyParViewMetrics(b, second::counters)) {
      metrics.bindTo(registry);
      Waiting.until(() -> registry.scrape().contains("hyparview_view_size{view=\"active\"} 1.0"));
      Waiting.await(HyParViewClient.create(b).broadcast("news", "hello"));
      Waiting.until(() ->
          registry.scrape().contains("hyparview_broadcasts_delivered_total{origin=\"own\"} 1.0"));
      assertThat(registry.scrape())
          .contains("hyparview_view_ups_total 1.0")
          .contains("direction=\"sent\",kind=\"gossip\",layer=\"broadcast\"} 1.0")
          .contains("hyparview_traffic_bytes_total{direction=\"received\",layer=\"membership\"}")
          .contains("hyparview_links_closed_total{reason=\"heartbeat-timeout\"} 0.0");
    }
  }

  @Test
  void theClientOfAVerticleIsASourceToo() {
    Vertx vertx = vertx();
    deploy(vertx);
    MeterRegistry registry = new SimpleMeterRegistry();
    try (HyParViewMetrics metrics =
        new HyParViewMetrics(vertx, HyParViewClient.create(vertx)::counters)) {
      metrics.bindTo(registry);
      Waiting.until(() -> registry.find("hyparview.view.ups").functionCounter() != null);
    }
  }

  @Test
  void gaugesHaveNoValueOnceTheNodeHasEndedAndNoMeterRemainsWhenClosed() {
    Vertx vertx = vertx();
    HyParViewVerticle verticle = deploy(vertx);
    MeterRegistry registry = new SimpleMeterRegistry();
    HyParViewMetrics metrics = new HyParViewMetrics(vertx, verticle::counters);
    metrics.bindTo(registry);
    Waiting.until(() -> registry.find("hyparview.view.size").gauge() != null);
    Waiting.await(vertx.undeploy(verticle.deploymentID()));
    Waiting.until(() -> Double.isNaN(registry.get("hyparview.view.size").gauge().value()));
    assertThat(registry.get("hyparview.view.ups").functionCounter().count()).isZero();
    metrics.close();
    Waiting.until(() -> registry.getMeters().isEmpty());
  }

  @Test
  void metersCanBeRemovedWhenVertxHasEnded() {
    Vertx vertx = Vertx.vertx();
    HyParViewVerticle verticle = deploy(vertx);
    MeterRegistry registry = new SimpleMeterRegistry();
    HyParViewMetrics metrics = new HyParViewMetrics(vertx, verticle::counters);
    metrics.bindTo(registry);
    Waiting.until(() -> registry.find("hyparview.view.size").gauge() != null);
    Waiting.await(vertx.close());
    metrics.close();
    Waiting.until(() -> registry.getMeters().isEmpty());
  }

  @Test
  void theDefaultRegistryOfVertxIsFound() {
    MeterRegistry registry = new SimpleMeterRegistry();
    Vertx vertx = Vertx.builder()
        .with(new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
        .withMetrics(new MicrometerMetricsFactory(registry))
        .build();
    opened.add(vertx);
    HyParViewVerticle verticle = deploy(vertx);
    try (HyParViewMetrics metrics = new HyParViewMetrics(vertx, verticle::counters)) {
      metrics.bind();
      Waiting.until(() -> registry.find("hyparview.view.size").gauge() != null);
    }
    Waiting.await(vertx.close());
    opened.remove(vertx);
    Vertx other = vertx();
    try (HyParViewMetrics metrics = new HyParViewMetrics(other, verticle::counters)) {
      assertThatThrownBy(metrics::bind)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has no default registry");
    }
  }
}
