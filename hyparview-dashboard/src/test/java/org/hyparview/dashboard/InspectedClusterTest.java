package org.hyparview.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.inspect.InspectionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class InspectedClusterTest {

  private final InspectionOptions options = new InspectionOptions();

  @Test
  void fixedContactsAreCheckedAtOnce(Vertx vertx) {
    assertThatThrownBy(() -> new InspectedCluster(vertx, options, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A dashboard needs at least one contact");
    assertThatThrownBy(() -> new InspectedCluster(vertx, options, List.of("nowhere")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void contactsMayComeLater(Vertx vertx) {
    AtomicReference<List<String>> contacts = new AtomicReference<>(List.of());
    InspectedCluster cluster = new InspectedCluster(vertx, options, contacts::get);
    assertThat(failure(cluster.snapshot())).isEqualTo("No node is known");
    assertThat(failure(cluster.status("a"))).isEqualTo("No node of the cluster has the id a");
    vertx
        .deployVerticle(new HyParViewVerticle(
            new HyParViewOptions().setHost("127.0.0.1").setPort(0).setNodeId("a")))
        .await();
    contacts.set(List.of(HyParViewClient.create(vertx).views().await().node().address()));
    JsonArray nodes = cluster.snapshot().await().getJsonArray("nodes");
    assertThat(nodes).hasSize(1);
    assertThat(nodes.getJsonObject(0).getString("id")).isEqualTo("a");
    JsonObject status = cluster.status("a").await();
    assertThat(status.getString("kind")).isEqualTo("verticle");
  }

  private static String failure(Future<?> future) {
    return future
        .transform(done -> Future.succeededFuture(done.cause().getMessage()))
        .await();
  }
}
