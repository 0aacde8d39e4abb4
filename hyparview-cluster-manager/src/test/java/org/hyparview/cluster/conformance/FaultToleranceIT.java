package org.hyparview.cluster.conformance;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.eventbus.FaultToleranceTest;
import java.util.List;

/** Vert.x's conformance class for the death of processes: four JVMs, of which two are killed. */
public class FaultToleranceIT extends FaultToleranceTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected ClusterManager getClusterManager() {
    return cluster.manager();
  }

  @Override
  protected List<String> getExternalNodeSystemProperties() {
    return cluster.systemProperties();
  }
}
