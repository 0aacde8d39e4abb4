package org.hyparview;

import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import org.hyparview.node.UnacknowledgedException;

/**
 * The mapping of a failed broadcast or question to a failure on the event bus; for hosts of an
 * overlay.
 */
public final class BroadcastFailure {

  private BroadcastFailure() {}

  /**
   * Returns the failure as those who wait for a reply get it, with one of the codes of
   * {@link HyParViewBroadcast}.
   */
  public static ReplyException of(Throwable failure) {
    return new ReplyException(
        ReplyFailure.RECIPIENT_FAILURE, codeOf(failure), String.valueOf(failure.getMessage()));
  }

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
