package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.tracing.TracingPolicy;
import org.hyparview.HyParViewAddresses;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.cluster.MemberEvent;
import org.jspecify.annotations.Nullable;

/**
 * The members on the local event bus: changes are published, and requests for the list answered.
 */
final class MemberPublisher implements LocalBus.Part {

  private static final DeliveryOptions LOCAL =
      new DeliveryOptions().setLocalOnly(true).setTracingPolicy(TracingPolicy.IGNORE);

  private final Vertx user;
  private final HyParViewAddresses addresses;
  private final MemberFeed feed;
  private @Nullable MessageConsumer<Object> requests;
  private @Nullable Subscription events;

  MemberPublisher(Vertx user, String prefix, MemberFeed feed) {
    this.user = user;
    this.addresses = new HyParViewAddresses(prefix);
    this.feed = feed;
  }

  @Override
  public void open(ContextInternal through) {
    requests =
        user.eventBus().localConsumer(addresses.members(), request -> answer(through, request));
    events = feed.listen(through, this::publish);
  }

  private void answer(ContextInternal through, Message<Object> request) {
    feed.members(through)
        .onSuccess(members -> request.reply(members.toJson(), LOCAL))
        .onFailure(failure -> request.fail(-1, String.valueOf(failure.getMessage())));
  }

  private void publish(MemberEvent event) {
    user.eventBus().publish(addresses.memberEvents(), event.toJson(), LOCAL);
  }

  @Override
  public Future<Void> close() {
    if (requests == null || events == null) {
      return Future.succeededFuture();
    }
    return Future.join(events.cancel(), requests.unregister()).mapEmpty();
  }
}
