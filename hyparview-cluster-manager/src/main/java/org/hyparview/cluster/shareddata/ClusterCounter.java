package org.hyparview.cluster.shareddata;

import io.vertx.core.Future;
import io.vertx.core.shareddata.Counter;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreQuery;

/** A linearizable counter of the whole cluster, initially 0. */
public final class ClusterCounter implements Counter {

  private final String name;
  private final StoreAccess store;

  /** Creates a view of the counter with this name. */
  public ClusterCounter(String name, StoreAccess store) {
    this.name = name;
    this.store = store;
  }

  @Override
  public Future<Long> get() {
    return store
        .query(new StoreQuery.Count(name))
        .map(result -> result.asAmount().value());
  }

  @Override
  public Future<Long> incrementAndGet() {
    return addAndGet(1);
  }

  @Override
  public Future<Long> getAndIncrement() {
    return getAndAdd(1);
  }

  @Override
  public Future<Long> decrementAndGet() {
    return addAndGet(-1);
  }

  @Override
  public Future<Long> addAndGet(long delta) {
    return store
        .submit(new StoreOp.Add(name, delta))
        .map(result -> result.asAmount().value());
  }

  @Override
  public Future<Long> getAndAdd(long delta) {
    return addAndGet(delta).map(sum -> sum - delta);
  }

  @Override
  public Future<Boolean> compareAndSet(long expected, long value) {
    return store
        .submit(new StoreOp.CompareAndSet(name, expected, value))
        .map(result -> result.asTruth().value());
  }
}
