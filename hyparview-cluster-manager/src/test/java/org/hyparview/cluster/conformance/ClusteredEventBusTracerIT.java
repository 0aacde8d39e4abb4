package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.tracing.ClusteredEventBusTracerTest;

/** Vert.x's tests of what a tracer sees of the clustered event bus. */
public class ClusteredEventBusTracerIT extends ClusteredEventBusTracerTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }
}
