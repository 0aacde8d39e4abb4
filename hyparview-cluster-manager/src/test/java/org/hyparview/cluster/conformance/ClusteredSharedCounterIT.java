package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.shareddata.ClusteredSharedCounterTest;

/** Vert.x's conformance class for counters. */
public class ClusteredSharedCounterIT extends ClusteredSharedCounterTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }
}
