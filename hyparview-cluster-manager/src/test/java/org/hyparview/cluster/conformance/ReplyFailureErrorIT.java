package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.eventbus.ReplyFailureErrorTest;

/** Vert.x's test of a reply that the other node can't decode. */
public class ReplyFailureErrorIT extends ReplyFailureErrorTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }
}
