package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.ext.web.it.sstore.ClusteredSessionHandlerTest;

/** Vert.x Web's tests of sessions that three nodes share. It listens at the ports 8080 to 8083. */
public class ClusteredSessionHandlerIT extends ClusteredSessionHandlerTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }
}
