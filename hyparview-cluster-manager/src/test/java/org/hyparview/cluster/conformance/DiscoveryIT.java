package org.hyparview.cluster.conformance;

import io.vertx.servicediscovery.ServiceDiscoveryOptions;
import io.vertx.servicediscovery.impl.DiscoveryImpl;
import io.vertx.servicediscovery.impl.DiscoveryImplClusteredTest;

/** The tests of Vert.x Service Discovery on a clustered Vert.x. */
public class DiscoveryIT extends DiscoveryImplClusteredTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  public void setUp() {
    vertx = cluster.start().await();
    discovery = new DiscoveryImpl(vertx, new ServiceDiscoveryOptions());
  }
}
