package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.eventbus.ClusteredEventBusWithSSLTest;

/** Vert.x's tests of the clustered event bus with TLS. */
public class ClusteredEventBusWithSSLIT extends ClusteredEventBusWithSSLTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }
}
