package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hyparview.broadcast.contract.ObservedOverlay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes in processes of their own that are killed, frozen and restarted. */
class HyParViewProcessIT {

  private static final String VICTIM = "victim";
  private static final List<String> OTHERS = List.of("n0", "n1", "n2", "n3");

  private final LocalOverlay overlay = new LocalOverlay();

  @AfterEach
  void stop() {
    overlay.close();
  }

  private void form() {
    overlay.first("n0").join("n1", "n2", "n3");
    overlay.awaitOneSymmetricComponent();
  }

  private NodeProcess startVictim() throws Exception {
    NodeProcess victim = NodeProcess.start(VICTIM, overlay.contact());
    overlay.until("victim joined", HyParViewProcessIT::allSeeIt);
    return victim;
  }

  private static boolean allSeeIt(ObservedOverlay overlay) {
    return OTHERS.stream().allMatch(node -> overlay.view(node).contains(VICTIM));
  }

  private static boolean noneSeesIt(ObservedOverlay overlay) {
    return OTHERS.stream().noneMatch(node -> overlay.view(node).contains(VICTIM));
  }

  private void awaitFailureEverywhere(long start) {
    overlay.until("gone", HyParViewProcessIT::noneSeesIt);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    System.out.println("peer-down at all neighbors after " + took + " ms");
    assertThat(overlay.events())
        .filteredOn(event -> event.reason() == PeerEvent.Reason.FAILED)
        .filteredOn(event -> event.peer().id().equals(VICTIM))
        .extracting(PeerEvent::node)
        .containsExactlyInAnyOrderElementsOf(OTHERS);
  }

  /** The others take no silence for a failure, so it is the end of the connections that tells. */
  @Test
  void aKilledProcessIsDownAtItsNeighborsWithoutAnyTimeout() throws Exception {
    overlay.patient();
    form();
    try (NodeProcess victim = startVictim()) {
      long start = System.nanoTime();
      victim.kill();
      awaitFailureEverywhere(start);
    }
  }

  @Test
  void aFrozenProcessIsDownAtItsNeighborsAndComesBackWhenThawed() throws Exception {
    form();
    try (NodeProcess victim = startVictim()) {
      long start = System.nanoTime();
      victim.freeze();
      awaitFailureEverywhere(start);
      victim.thaw();
      overlay.until("victim back", HyParViewProcessIT::allSeeIt);
    }
  }

  /** The others never give the frozen process up, however long the other takes to start. */
  @Test
  void aRestartedNodeIsAcceptedAlthoughItsFormerIncarnationHoldsItsLinks() throws Exception {
    overlay.patient();
    form();
    try (NodeProcess frozen = startVictim()) {
      frozen.freeze();
      try (NodeProcess restarted = NodeProcess.start(VICTIM, overlay.contact())) {
        overlay.until(
            "restarted",
            o -> o.events().stream()
                .anyMatch(event -> event.reason() == PeerEvent.Reason.SUPERSEDED));
        frozen.kill();
        overlay.until("all see it", HyParViewProcessIT::allSeeIt);
        restarted.kill();
        overlay.until("gone", HyParViewProcessIT::noneSeesIt);
      }
    }
  }
}
