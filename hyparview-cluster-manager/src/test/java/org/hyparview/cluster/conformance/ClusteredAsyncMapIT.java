package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.shareddata.ClusteredAsyncMapTest;

/** Vert.x's conformance class for asynchronous maps. */
public class ClusteredAsyncMapIT extends ClusteredAsyncMapTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }
}
