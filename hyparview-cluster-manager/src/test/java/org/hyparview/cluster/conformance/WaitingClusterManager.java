package org.hyparview.cluster.conformance;

import io.vertx.core.Completable;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.tests.eventbus.WrappedClusterManager;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A cluster manager that lets the thread that registers a handler wait until the registration is
 * complete, so that {@code consumer()} returns no sooner. Not for event loops.
 */
final class WaitingClusterManager extends WrappedClusterManager {

  private static final long TIMEOUT_SECONDS = 20;

  WaitingClusterManager(ClusterManager delegate) {
    super(delegate);
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    Promise<Void> registered = Promise.promise();
    super.addRegistration(address, registration, registered);
    try {
      registered.future().await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      promise.succeed();
    } catch (TimeoutException e) {
      promise.fail(e);
    }
  }
}
