package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.metrics.MetricsTest;

/** Vert.x's tests of metrics, a third of them on two nodes. */
public class MetricsIT extends MetricsTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }
}
