package org.hyparview.cluster.internal;

import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Supplier;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;

/**
 * The first step of the close of the user's Vert.x: other nodes stop sending to its handlers, where
 * others serve the same address, while these still answer.
 *
 * <p>Vert.x itself closes a handler first and then removes its registration, and drops what others
 * have sent to it in between.
 */
final class Drain implements Closeable {

  private final VertxInternal user;
  private final Supplier<Future<Outcome>> withdrawal;
  private final long patience;
  private final long time;

  /**
   * Creates the drain of a node.
   *
   * @param withdrawal withdraws the handlers from the other nodes; fails if there is none to
   *     withdraw
   * @param patience the most milliseconds to wait for it, at least 1
   * @param time the milliseconds between the withdrawal and the closing, at least 1
   */
  Drain(VertxInternal user, Supplier<Future<Outcome>> withdrawal, long patience, long time) {
    this.user = user;
    this.withdrawal = withdrawal;
    this.patience = patience;
    this.time = time;
  }

  @Override
  public void close(Completable<Void> drained) {
    ContextInternal context = user.createEventLoopContext();
    context.runOnContext(go -> {
      Promise<Boolean> known = context.promise();
      Timer late = context.timer(patience);
      late.onSuccess(expired -> known.tryComplete(true));
      withdrawal.get().onComplete(done -> {
        boolean areMembers = done.succeeded() && done.result() != Outcome.LEFT;
        known.tryComplete(areMembers);
      });
      known
          .future()
          .onComplete(done -> late.cancel())
          .compose(wait -> wait ? context.timer(time) : Future.succeededFuture())
          .onComplete(done -> drained.succeed());
    });
  }
}
