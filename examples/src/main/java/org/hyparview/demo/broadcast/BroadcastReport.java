package org.hyparview.demo.broadcast;

import io.vertx.core.json.JsonObject;

/**
 * The result of a run of the broadcast demonstration.
 *
 * @param tally what was delivered
 * @param sent how many messages the overlay took
 * @param refused how many it did not take
 * @param beforeKill the counters of the survivors when the others were killed
 * @param atEnd the same at the end
 */
record BroadcastReport(
    BroadcastPlan plan,
    BroadcastTally tally,
    int sent,
    int refused,
    JsonObject beforeKill,
    JsonObject atEnd) {

  /** Whether each survivor got each message, once. */
  boolean isComplete() {
    return sent == plan.messages()
        && tally.missed(plan.survivors()) == 0
        && tally.duplicates() == 0;
  }

  /** Copies that came to the survivors for each that was new, less one: before the kill. */
  double redundancyBefore() {
    return redundancy(new JsonObject(), beforeKill);
  }

  /** The same, from the kill on. */
  double redundancyAfter() {
    return redundancy(beforeKill, atEnd);
  }

  private static double redundancy(JsonObject from, JsonObject to) {
    long copies = to.getLong("gossipReceived", 0L) - from.getLong("gossipReceived", 0L);
    long fresh = to.getLong("deliveredFromOthers", 0L) - from.getLong("deliveredFromOthers", 0L);
    return fresh == 0 ? 0 : (double) copies / fresh - 1;
  }
}
