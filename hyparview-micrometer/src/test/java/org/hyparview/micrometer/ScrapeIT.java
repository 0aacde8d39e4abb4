package org.hyparview.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;

/** The example of docs/metrics.md. */
class ScrapeIT {

  @Test
  void prometheusScrapesTheCounters() {
    Vertx vertx = MeterTableIT.clustered();
    try {
      int port = Waiting.await(PrometheusServer.start(vertx, 0)).actualPort();
      Waiting.until(() -> get(vertx, port).contains("hyparview_members 1.0"));
      assertThat(get(vertx, port))
          .contains("# HELP hyparview_members Members of the cluster, this node included")
          .contains("# TYPE hyparview_view_ups_total counter");
    } finally {
      Waiting.await(vertx.close());
    }
  }

  private static String get(Vertx vertx, int port) {
    return Waiting.await(vertx
        .createHttpClient()
        .request(HttpMethod.GET, port, "127.0.0.1", "/metrics")
        .compose(request -> request.send().compose(HttpClientResponse::body))
        .map(body -> body.toString()));
  }
}
