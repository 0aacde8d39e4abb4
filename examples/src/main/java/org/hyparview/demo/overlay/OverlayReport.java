package org.hyparview.demo.overlay;

import org.jspecify.annotations.Nullable;

/**
 * The results of a run. Times are in milliseconds, and null for events that didn't happen in time.
 *
 * @param plan which nodes there were, and which of them were to be killed
 * @param before the overlay just before the kill; null if nobody was killed
 * @param after the overlay at the end
 * @param timeToForm from the start of the first node until the overlay was whole
 * @param timeToNotice from the kill until the first survivor lost a killed neighbor
 * @param timeToHeal from the kill until the survivors were whole
 * @param ups how many neighbors came, over all nodes
 * @param downs how many neighbors went, over all nodes
 */
record OverlayReport(
    OverlayPlan plan,
    @Nullable OverlayMetrics before,
    OverlayMetrics after,
    @Nullable Long timeToForm,
    @Nullable Long timeToNotice,
    @Nullable Long timeToHeal,
    int ups,
    int downs) {

  /** Whether the survivors are one symmetric component without dead entries. */
  boolean isHealed() {
    return timeToHeal != null && after.isWhole();
  }
}
