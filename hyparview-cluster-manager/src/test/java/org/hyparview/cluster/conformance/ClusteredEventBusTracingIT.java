package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.tracing.ClusteredEventBusTracingTest;

/**
 * Vert.x's tests of traces through the clustered event bus.
 *
 * <p>They send without having waited for the consumer's {@code completion()}, as one may where all
 * nodes share one heap. Here the registration itself waits.
 */
public class ClusteredEventBusTracingIT extends ClusteredEventBusTracingTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return new WaitingClusterManager(cluster.manager());
  }
}
