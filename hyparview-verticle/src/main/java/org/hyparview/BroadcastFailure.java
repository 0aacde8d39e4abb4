package org.hyparview;

import io.vertx.core.eventbus.Message;
import org.hyparview.node.UnacknowledgedException;

/** How the event bus hears that a broadcast failed. */
final class BroadcastFailure {

  private BroadcastFailure() {}

  static void reply(Message<?> request, Throwable failure) {
    request.fail(codeOf(failure), String.valueOf(failure.getMessage()));
  }

  private static int codeOf(Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      return HyParViewBroadcast.BAD_REQUEST;
    }
    return failure instanceof UnacknowledgedException
        ? HyParViewBroadcast.UNACKNOWLEDGED
        : HyParViewBroadcast.BUSY;
  }
}
