package org.hyparview.cluster.conformance;

import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.impl.DefaultServiceDiscoveryBackend;
import io.vertx.servicediscovery.impl.DefaultServiceDiscoveryBackendClusteredTest;

/** The tests of the default backend of Vert.x Service Discovery, which is a clustered map. */
public class DiscoveryBackendIT extends DefaultServiceDiscoveryBackendClusteredTest {

  private final TestCluster cluster = new TestCluster();

  @Override
  public void setUp() {
    vertx = cluster.start().await();
    backend = new DefaultServiceDiscoveryBackend();
    backend.init(vertx, new JsonObject());
  }
}
