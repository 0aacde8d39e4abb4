package org.hyparview.cluster.conformance;

import com.jayway.awaitility.Awaitility;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.hyparview.cluster.HyParViewClusterManager;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.cluster.MulticastOptions;

/**
 * A cluster with a name of its own, so that tests that run at the same time on one machine don't
 * meet, and on loopback alone. Everything else is the zero configuration that users get.
 */
final class TestCluster {

  private static final String HOST = "127.0.0.1";

  private final String name = "conformance-" + UUID.randomUUID();

  /** Returns a manager for one more node. */
  ClusterManager manager() {
    return new HyParViewClusterManager(new HyParViewClusterOptions()
        .setClusterName(name)
        .setHost(HOST)
        .setMulticast(new MulticastOptions().setEnabled(false)));
  }

  /**
   * One more node, for classes that wait by Awaitility, whose ten seconds are not enough on a busy
   * machine.
   */
  Future<Vertx> start() {
    Awaitility.setDefaultTimeout(2, TimeUnit.MINUTES);
    return Vertx.builder().withClusterManager(manager()).buildClustered();
  }

  /** Returns what a process needs to be a node of this cluster with the no-arg constructor. */
  List<String> systemProperties() {
    return List.of(
        "-Dvertx.hyparview.clusterName=" + name,
        "-Dvertx.hyparview.host=" + HOST,
        "-Dvertx.hyparview.multicast.enabled=false");
  }
}
