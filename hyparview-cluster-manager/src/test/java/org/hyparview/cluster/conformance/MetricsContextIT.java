package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.metrics.MetricsContextTest;

/** Vert.x's tests of the contexts on which metrics are made. */
public class MetricsContextIT extends MetricsContextTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }
}
