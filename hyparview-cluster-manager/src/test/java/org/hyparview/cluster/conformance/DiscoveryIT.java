package org.hyparview.cluster.conformance;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscoveryOptions;
import io.vertx.servicediscovery.impl.DiscoveryImpl;
import io.vertx.servicediscovery.impl.DiscoveryImplClusteredTest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The tests of Vert.x Service Discovery on a clustered Vert.x.
 *
 * <p>They look for a record as soon as it has its registration, which is before it is stored. Here
 * publishing itself waits, unless it is an event loop that publishes.
 */
public class DiscoveryIT extends DiscoveryImplClusteredTest {

  private static final long TIMEOUT_SECONDS = 120;

  private final TestCluster cluster = new TestCluster();

  @Override
  public void setUp() {
    vertx = cluster.start().await();
    discovery = new WaitingDiscovery(vertx);
  }

  private static final class WaitingDiscovery extends DiscoveryImpl {

    WaitingDiscovery(Vertx vertx) {
      super(vertx, new ServiceDiscoveryOptions());
    }

    @Override
    public Future<Record> publish(Record record) {
      Future<Record> published = super.publish(record);
      if (!Context.isOnVertxThread()) {
        await(published.otherwiseEmpty());
      }
      return published;
    }

    private static void await(Future<?> stored) {
      try {
        stored.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("Not published within " + TIMEOUT_SECONDS + " s", e);
      }
    }
  }
}
