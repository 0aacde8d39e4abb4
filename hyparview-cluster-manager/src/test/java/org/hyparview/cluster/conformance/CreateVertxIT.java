package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.vertx.CreateVertxTest;

/** Vert.x's tests of how a Vert.x is made, clustered and not. */
public class CreateVertxIT extends CreateVertxTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }
}
