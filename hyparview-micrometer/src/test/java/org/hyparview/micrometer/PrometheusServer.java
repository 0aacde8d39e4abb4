package org.hyparview.micrometer;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import org.hyparview.cluster.HyParViewCluster;

/** The example of docs/metrics.md: an HTTP server for Prometheus. */
final class PrometheusServer {

  private PrometheusServer() {}

  static Future<HttpServer> start(Vertx vertx, int port) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new HyParViewMetrics(vertx, HyParViewCluster.of(vertx)::counters).bindTo(registry);
    return vertx
        .createHttpServer()
        .requestHandler(request -> request.response().end(registry.scrape()))
        .listen(port, "127.0.0.1");
  }
}
