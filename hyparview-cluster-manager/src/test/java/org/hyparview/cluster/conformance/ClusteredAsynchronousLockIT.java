package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.shareddata.ClusteredAsynchronousLockTest;
import org.junit.Test;

/**
 * Vert.x's conformance class for locks, with the two tests on that it leaves to cluster managers.
 */
public class ClusteredAsynchronousLockIT extends ClusteredAsynchronousLockTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }

  @Test
  @Override
  public void testLockReleasedForClosedNode() throws Exception {
    super.testLockReleasedForClosedNode();
  }

  @Test
  @Override
  public void testLockReleasedForKilledNode() throws Exception {
    super.testLockReleasedForKilledNode();
  }
}
