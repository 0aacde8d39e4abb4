package org.hyparview.benchmarks.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of one that knows nobody and does nothing: what a clustered Vert.x costs by itself.
 * What the figures don't use fails.
 */
final class LoneClusterManager implements ClusterManager {

  private static final String ID = "lone";

  private volatile @Nullable NodeInfo info;
  private volatile boolean active;

  @Override
  public void init(Vertx vertx) {}

  @Override
  public void join(Completable<Void> promise) {
    active = true;
    promise.succeed();
  }

  @Override
  public void leave(Completable<Void> promise) {
    active = false;
    promise.succeed();
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public String getNodeId() {
    return ID;
  }

  @Override
  public List<String> getNodes() {
    return List.of(ID);
  }

  @Override
  public void nodeListener(NodeListener listener) {}

  @Override
  public void registrationListener(RegistrationListener listener) {}

  @Override
  public void setNodeInfo(NodeInfo nodeInfo, Completable<Void> promise) {
    info = nodeInfo;
    promise.succeed();
  }

  @Override
  public @Nullable NodeInfo getNodeInfo() {
    return info;
  }

  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
    promise.complete(info, null);
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    promise.succeed();
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    promise.succeed();
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    promise.succeed(List.of());
  }

  @Override
  public <K, V> Map<K, V> getSyncMap(String name) {
    return new ConcurrentHashMap<>();
  }

  @Override
  public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> promise) {
    promise.fail("no maps");
  }

  @Override
  public void getLockWithTimeout(String name, long timeout, Completable<Lock> promise) {
    promise.fail("no locks");
  }

  @Override
  public void getCounter(String name, Completable<Counter> promise) {
    promise.fail("no counters");
  }
}
