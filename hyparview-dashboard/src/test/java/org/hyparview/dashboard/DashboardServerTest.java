package org.hyparview.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server answers, asked without a browser. */
@ExtendWith(VertxExtension.class)
class DashboardServerTest {

  private record Answer(int status, String type, String policy, String body) {}

  private final SimulatedCluster cluster = new SimulatedCluster(5, 1);
  private Vertx vertx;
  private HttpClient client;
  private DashboardVerticle dashboard;

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    client = vertx.createHttpClient();
    dashboard = deploy(new DashboardOptions().setPort(0).setMaxViewers(2));
  }

  @AfterEach
  void close() {
    client.close().await();
  }

  private DashboardVerticle deploy(DashboardOptions options) {
    DashboardVerticle verticle = new DashboardVerticle(options, cluster);
    vertx.deployVerticle(verticle).await();
    return verticle;
  }

  private Answer ask(HttpMethod method, String path, String host, Map<String, String> headers) {
    URI url = URI.create(dashboard.url());
    RequestOptions request = new RequestOptions()
        .setMethod(method)
        .setHost(url.getHost())
        .setPort(url.getPort())
        .setURI(path);
    headers.forEach(request::addHeader);
    return client
        .request(request)
        .compose(ready -> {
          ready.authority(HostAndPort.create(host, url.getPort()));
          return ready.send();
        })
        .compose(response -> response.body().map(body -> answer(response, body)))
        .await();
  }

  private static Answer answer(HttpClientResponse response, Buffer body) {
    return new Answer(
        response.statusCode(),
        response.getHeader("Content-Type"),
        response.getHeader("Content-Security-Policy"),
        body.toString());
  }

  private Answer get(String path) {
    return ask(HttpMethod.GET, path, "127.0.0.1", Map.of());
  }

  @Test
  void thePageAndItsFilesAreServed() {
    assertThat(get("/").body()).contains("<title>HyParView</title>");
    assertThat(get("/").policy()).contains("default-src 'self'");
    assertThat(get("/dashboard.js").type()).startsWith("text/javascript");
    assertThat(get("/force-graph.min.js").body()).contains("force-graph");
    assertThat(get("/other.js").status()).isEqualTo(404);
    assertThat(get("/..%2Fmodule-info.class").status()).isEqualTo(404);
  }

  @Test
  void aSnapshotIsOneAnswer() {
    JsonObject snapshot = new JsonObject(get("/api/snapshot").body());
    assertThat(snapshot.getJsonArray("nodes")).hasSize(5);
  }

  @Test
  void aNodeSaysItsStatusAndAnUnknownOneIsAnError() {
    String id = cluster.ids().get(0);
    assertThat(new JsonObject(get("/api/nodes/" + id).body()).getString("version"))
        .isEqualTo("1");
    assertThat(get("/api/nodes/nobody").status()).isEqualTo(502);
    assertThat(get("/api/nodes/nobody").body()).contains("There is no node nobody");
    assertThat(get("/api/nodes/" + "x".repeat(300)).status()).isEqualTo(400);
  }

  @Test
  void aRequestByAForeignNameIsRefused() {
    assertThat(ask(HttpMethod.GET, "/api/snapshot", "rebound.example", Map.of()).status())
        .isEqualTo(421);
    assertThat(ask(HttpMethod.GET, "/api/snapshot", "LOCALHOST", Map.of()).status())
        .isEqualTo(200);
  }

  @Test
  void aConfiguredNameIsAnswered() {
    dashboard =
        deploy(new DashboardOptions().setPort(0).setHostNames(List.of("dashboard.example")));
    assertThat(ask(HttpMethod.GET, "/", "dashboard.example", Map.of()).status()).isEqualTo(200);
  }

  @Test
  void anActionNeedsItsHeaderAndMustBeOffered() {
    String victim = cluster.ids().get(2);
    Map<String, String> header = Map.of("X-HyParView-Action", "1");
    String path = "/api/actions/kill-node?node=" + victim;
    assertThat(ask(HttpMethod.POST, path, "localhost", Map.of()).status()).isEqualTo(403);
    assertThat(cluster.ids()).contains(victim);
    assertThat(ask(HttpMethod.POST, path, "localhost", header).status()).isEqualTo(200);
    assertThat(cluster.ids()).doesNotContain(victim);
    assertThat(ask(HttpMethod.POST, path, "localhost", header).body()).contains("no node");
    assertThat(ask(HttpMethod.POST, "/api/actions/format", "localhost", header).status())
        .isEqualTo(404);
    assertThat(ask(HttpMethod.GET, path, "localhost", header).status()).isEqualTo(405);
  }

  private Future<HttpClientResponse> view() {
    URI url = URI.create(dashboard.url());
    return client
        .request(HttpMethod.GET, url.getPort(), url.getHost(), "/api/stream")
        .compose(ready -> ready.send());
  }

  @Test
  void aViewerGetsTheClusterAndItsChanges() {
    Promise<String> vanished = Promise.promise();
    Promise<String> first = Promise.promise();
    StringBuilder all = new StringBuilder();
    HttpClientResponse stream = view()
        .onSuccess(response -> response.handler(chunk -> {
          all.append(chunk);
          if (all.indexOf("event: snapshot") >= 0) {
            first.tryComplete(all.toString());
          }
          if (all.indexOf("has gone") >= 0) {
            vanished.tryComplete(all.toString());
          }
        }))
        .await();
    assertThat(stream.getHeader("Content-Type")).isEqualTo("text/event-stream");
    assertThat(first.future().await()).contains("event: hello", "start-node", "\"cluster\"");
    cluster.remove(cluster.ids().get(4));
    assertThat(vanished.future().await()).contains("event: log");
    stream.request().connection().close().await();
  }

  @Test
  void furtherViewersThanTheMostAreRefused() {
    HttpClientResponse one = view().await();
    HttpClientResponse two = view().await();
    assertThat(one.statusCode()).isEqualTo(200);
    assertThat(two.statusCode()).isEqualTo(200);
    Answer three = view()
        .compose(response -> response.body().map(body -> answer(response, body)))
        .await();
    assertThat(three.status()).isEqualTo(503);
    assertThat(three.body()).contains("maxViewers");
  }

  @Test
  void aTakenPortFailsTheDeploymentClearly() {
    int port = URI.create(dashboard.url()).getPort();
    assertThatThrownBy(() -> deploy(new DashboardOptions().setPort(port)))
        .hasMessageContaining("The dashboard can't listen at 127.0.0.1:" + port);
  }
}
