package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The health of nodes, as probes see it. */
class ClusterHealthIT extends LocalNodes {

  @Test
  void aNodeIsHealthyWhileItIsInItsCluster() throws Exception {
    Vertx first = await(start(new HyParViewClusterManager(options())));
    HealthChecks checks =
        HealthChecks.create(first).register("cluster", ClusterHealthCheck.createProcedure(first));
    assertThat(await(checks.checkStatus("cluster")).getUp()).as("alone").isTrue();
    await(start(new HyParViewClusterManager(options())));
    CheckResult together = await(checks.checkStatus("cluster"));
    assertThat(together.getUp()).isTrue();
    assertThat(together.getData().getMap())
        .isEqualTo(Map.of(
            "cluster", cluster, "nodes", 2, "minMembers", 1, "neighbours", 1, "settled", true));
    started.remove(first);
    HyParViewClusterManager manager =
        (HyParViewClusterManager) ((VertxInternal) first).clusterManager();
    await(first.close());
    assertThatThrownBy(() -> await(manager.health())).hasMessageContaining("not in the cluster");
  }

  private static CheckResult check(Vertx vertx, Handler<Promise<Status>> procedure)
      throws Exception {
    return await(HealthChecks.create(vertx).register("check", procedure).checkStatus("check"));
  }

  /** Otherwise an update would go on with nodes that each are a cluster of their own. */
  @Test
  void aNodeThatKnowsContactsButHasMetNoOtherIsNotReady() throws Exception {
    HyParViewClusterOptions toNobody = options().setContacts(List.of("127.0.0.1:1"));
    Vertx lonely = await(start(new HyParViewClusterManager(toNobody)));
    Handler<Promise<Status>> readiness = ClusterHealthCheck.createReadinessProcedure(lonely);
    CheckResult alone = check(lonely, readiness);
    assertThat(alone.getUp()).isFalse();
    assertThat(alone.getData().getString("cause"))
        .isEqualTo("The node sees 1 of at least 2 members, itself included");
    assertThat(check(lonely, ClusterHealthCheck.createProcedure(lonely)).getUp())
        .isFalse();
    assertThat(check(lonely, ClusterHealthCheck.createLivenessProcedure(lonely)).getUp())
        .isTrue();
    Vertx other = await(start(new HyParViewClusterManager(options())));
    Waits.until(lonely, () -> "ready", () -> check(lonely, readiness).getUp());
    started.remove(other);
    await(other.close());
    Waits.until(
        lonely, () -> "alone", () -> check(lonely, readiness).getData().getInteger("nodes") == 1);
    assertThat(check(lonely, readiness).getUp()).as("the last one").isTrue();
  }

  @Test
  void aHealthyNodeSeesAsManyMembersAsAreDemanded() throws Exception {
    Vertx first = await(start(new HyParViewClusterManager(options().setMinMembers(2))));
    Handler<Promise<Status>> procedure = ClusterHealthCheck.createProcedure(first);
    assertThat(check(first, procedure).getUp()).isFalse();
    HyParViewClusterOptions mayBeAlone =
        options().setContacts(List.of("127.0.0.1:1")).setMinMembers(1);
    Vertx second = await(start(new HyParViewClusterManager(mayBeAlone)));
    assertThat(check(second, ClusterHealthCheck.createProcedure(second)).getUp())
        .isTrue();
    Waits.until(first, () -> "two members", () -> check(first, procedure).getUp());
  }

  private static boolean isSettled(ClusterHealth health, int nodes) {
    if (health.settled() && health.nodes() > 1) {
      assertThat(health.replicas()).hasSize(health.nodes());
    }
    return health.settled() && health.nodes() == nodes;
  }

  private static void awaitSettled(
      Vertx vertx, List<HyParViewClusterManager> nodes, HealthChecks checks) throws Exception {
    for (HyParViewClusterManager node : nodes) {
      Waits.until(vertx, () -> "settled", () -> isSettled(await(node.health()), nodes.size()));
      ClusterHealth health = await(node.health());
      assertThat(health.replicas()).hasSize(nodes.size());
      assertThat(health.isSettledInCluster()).isTrue();
    }
    CheckResult check = await(checks.checkStatus("cluster"));
    assertThat(check.getUp()).isTrue();
    assertThat(check.getData().getBoolean("settled")).isTrue();
  }

  /**
   * However early they are asked, neither of two nodes with one replica reports that it is settled.
   */
  @Test
  void aNodeThatSharesSomethingIsSettledOnceAllReplicasExist() throws Exception {
    HyParViewClusterManager one = new HyParViewClusterManager(options());
    Vertx first = await(start(one));
    HealthChecks checks = HealthChecks.create(first)
        .register("cluster", ClusterHealthCheck.createSettledProcedure(first));
    assertThat(await(checks.checkStatus("cluster")).getUp())
        .as("nothing is shared")
        .isTrue();
    await(await(first.sharedData().getCounter("c")).incrementAndGet());
    awaitSettled(first, List.of(one), checks);
    HyParViewClusterManager two = new HyParViewClusterManager(options());
    Vertx second = await(start(two));
    awaitSettled(first, List.of(two, one), checks);
    started.remove(second);
    await(second.close());
    awaitSettled(first, List.of(one), checks);
  }

  @Test
  void aVertxWithoutThisManagerHasNoSuchHealth() {
    Vertx vertx = Vertx.vertx();
    started.add(vertx);
    assertThatThrownBy(() -> ClusterHealthCheck.createProcedure(vertx))
        .hasMessageContaining("not clustered by a HyParViewClusterManager");
    assertThatThrownBy(() -> ClusterHealthCheck.createSettledProcedure(vertx))
        .hasMessageContaining("not clustered by a HyParViewClusterManager");
  }
}
