package org.hyparview;

import io.vertx.core.eventbus.Message;
import org.hyparview.node.UnacknowledgedException;

/** The mapping of a failed broadcast or question to a failure on the event bus. */
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
