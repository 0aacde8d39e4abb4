package org.hyparview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes in processes of their own that are killed, frozen and restarted. */
class HyParViewProcessIT {

  private static final String VICTIM = "victim";
  private static final List<String> OTHERS = List.of("n0", "n1", "n2", "n3");

  private LocalOverlay overlay;

  @BeforeEach
  void start() {
    overlay = new LocalOverlay().first("n0").join("n1", "n2", "n3");
    overlay.until("formed", 10, LocalOverlay::isOneSymmetricComponent);
  }

  @AfterEach
  void stop() {
    overlay.close();
  }

  private static boolean allSee(LocalOverlay overlay, String id) {
    return OTHERS.stream().allMatch(node -> overlay.view(node).contains(id));
  }

  private static boolean noneSees(LocalOverlay overlay, String id) {
    return OTHERS.stream().noneMatch(node -> overlay.view(node).contains(id));
  }

  private void assertGoneWithin(long start, long millis) {
    overlay.until("gone", 20, o -> noneSees(o, VICTIM));
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    System.out.println("peer-down at all neighbours after " + took + " ms");
    assertThat(took).isLessThan(millis);
    assertThat(overlay.events())
        .filteredOn(event -> event.reason() == PeerEvent.Reason.FAILED)
        .filteredOn(event -> event.peer().id().equals(VICTIM))
        .extracting(PeerEvent::node)
        .containsExactlyInAnyOrderElementsOf(OTHERS);
  }

  @Test
  void aKilledProcessIsDownAtItsNeighboursWithinASecond() throws Exception {
    try (NodeProcess victim = NodeProcess.start(VICTIM, overlay.contact())) {
      overlay.until("victim joined", 20, o -> allSee(o, VICTIM));
      long start = System.nanoTime();
      victim.kill();
      assertGoneWithin(start, 1_000);
    }
  }

  @Test
  void aFrozenProcessIsDownAtItsNeighboursWithinFiveSecondsAndComesBackWhenThawed()
      throws Exception {
    try (NodeProcess victim = NodeProcess.start(VICTIM, overlay.contact())) {
      overlay.until("victim joined", 20, o -> allSee(o, VICTIM));
      long start = System.nanoTime();
      victim.freeze();
      assertGoneWithin(start, 5_000);
      victim.thaw();
      overlay.until("victim back", 20, o -> allSee(o, VICTIM));
    }
  }

  @Test
  void aRestartedNodeIsAcceptedAtOnceAlsoWhileItsFormerLifeHoldsItsLinks() throws Exception {
    try (NodeProcess frozen = NodeProcess.start(VICTIM, overlay.contact())) {
      overlay.until("victim joined", 20, o -> allSee(o, VICTIM));
      frozen.freeze();
      try (NodeProcess restarted = NodeProcess.start(VICTIM, overlay.contact())) {
        overlay.until(
            "restarted",
            20,
            o -> o.events().stream()
                .anyMatch(event -> event.reason() == PeerEvent.Reason.SUPERSEDED));
        frozen.kill();
        overlay.until("all see it", 20, o -> allSee(o, VICTIM));
        restarted.kill();
        overlay.until("gone", 5, o -> noneSees(o, VICTIM));
      }
    }
  }
}
