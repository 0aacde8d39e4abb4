package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.shareddata.ReplicatedMaps;
import org.hyparview.cluster.shareddata.ReplicatedView;
import org.jspecify.annotations.Nullable;

/** The way of replicated maps to the control plane, and back to the caller's context. */
final class MapAccess implements ReplicatedView.Access {

  /** The estimated memory of a waiting change besides its bytes. */
  private static final int OVERHEAD = 256;

  /** A write in the whole cluster. */
  interface Writer {

    /** Writes or, with null, removes an entry, and calls back once the registry has taken that. */
    Future<Void> write(String map, Bytes key, @Nullable Bytes stored, Runnable accepted);
  }

  /** A change of an entry. */
  private record Change(Bytes key, @Nullable Bytes value) {}

  private final VertxInternal user;
  private final Writer writer;
  private final Consumer<Runnable> inOrder;

  /**
   * Creates the way.
   *
   * @param inOrder runs a task on the plane's context, in the order of the calls
   */
  MapAccess(VertxInternal user, Writer writer, Consumer<Runnable> inOrder) {
    this.user = user;
    this.writer = writer;
    this.inOrder = inOrder;
  }

  @Override
  public Future<Void> write(String map, Bytes key, @Nullable Bytes stored, Runnable accepted) {
    Promise<Void> answer = user.getOrCreateContext().promise();
    writer.write(map, key, stored, accepted).onComplete(answer);
    return answer.future();
  }

  @Override
  public Future<Void> refused(IllegalArgumentException why) {
    return user.getOrCreateContext().failedFuture(why);
  }

  @Override
  public <E> Subscription watch(
      String what,
      Handler<E> handler,
      BiFunction<Bytes, @Nullable Bytes, E> decoder,
      ReplicatedMaps maps,
      String map) {
    ContextInternal caller = user.getOrCreateContext();
    Handler<Change> decoding =
        change -> handler.handle(decoder.apply(change.key(), change.value()));
    Runnable[] remover = {() -> {}};
    Delivery<Change> delivery = new Delivery<>(
        what, Delivery.Bound.BYTES_OR_END, caller, decoding, ended -> remover[0].run());
    ReplicatedMaps.Watcher watcher =
        (key, value) -> delivery.deliver(new Change(key, value), sizeOf(key, value));
    remover[0] = () -> maps.unwatch(map, watcher);
    inOrder.accept(() -> {
      if (!delivery.hasEnded()) {
        maps.watch(map, watcher);
      }
    });
    return delivery;
  }

  private static long sizeOf(Bytes key, @Nullable Bytes value) {
    return (long) OVERHEAD + key.length() + (value == null ? 0 : value.length());
  }
}
