package org.hyparview.cluster.conformance;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.servicediscovery.impl.ClusteredAsyncMapTest;

/** The tests of Vert.x Service Discovery of what it needs of a clustered map. */
public class DiscoveryAsyncMapIT extends ClusteredAsyncMapTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  protected Future<Vertx> createVertx() {
    return cluster.start();
  }
}
