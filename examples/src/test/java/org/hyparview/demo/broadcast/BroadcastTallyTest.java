package org.hyparview.demo.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.demo.nodes.Delivery;
import org.hyparview.demo.overlay.OverlayPlan;
import org.junit.jupiter.api.Test;

class BroadcastTallyTest {

  private static final List<String> NODES = List.of("a", "b", "c");

  private final BroadcastTally tally = new BroadcastTally(2);

  private void delivered(String node, int number, int hops, long micros) {
    tally.add(new Delivery(node, number, hops, micros));
  }

  @Test
  void whatEachNodeGotIsCountedOnce() {
    delivered("a", 1, 0, 10);
    delivered("b", 1, 1, 1_000);
    delivered("b", 1, 3, 9_000);
    delivered("b", 2, 2, 2_000);

    assertThat(tally.delivered(NODES)).isEqualTo(3);
    assertThat(tally.missed(NODES)).isEqualTo(3);
    assertThat(tally.missed(List.of("b"))).isZero();
    assertThat(tally.duplicates()).isEqualTo(1);
  }

  @Test
  void hopsAndLatenciesAreThoseOfWhatCameFromOthers() {
    delivered("a", 1, 0, 50_000);
    delivered("b", 1, 1, 1_000);
    delivered("c", 1, 2, 3_000);

    assertThat(tally.meanHops()).isEqualTo(1.5);
    assertThat(tally.mostHops()).isEqualTo(2);
    assertThat(tally.latencies()).isEqualTo(new BroadcastTally.Latencies(1, 3, 3));
  }

  @Test
  void manyLatenciesAreRankedAndStayThere() {
    for (int i = 1; i <= 200; i++) {
      delivered("b", i, 1, i * 1_000L);
    }
    assertThat(tally.latencies()).isEqualTo(new BroadcastTally.Latencies(100, 198, 200));
    assertThat(tally.latencies()).isEqualTo(new BroadcastTally.Latencies(100, 198, 200));
  }

  @Test
  void nothingHasNoFigures() {
    assertThat(tally.meanHops()).isZero();
    assertThat(tally.latencies()).isEqualTo(new BroadcastTally.Latencies(0, 0, 0));
  }

  @Test
  void redundancyIsCountedInEachPhaseByItself() {
    BroadcastPlan plan = new BroadcastPlan(OverlayPlan.of(5, 0.4, 1), 2, 1, 0);
    BroadcastReport report =
        new BroadcastReport(plan, tally, 2, 0, counters(15, 10), counters(15 + 12, 10 + 10));

    assertThat(report.redundancyBefore()).isEqualTo(0.5);
    assertThat(report.redundancyAfter()).isBetween(0.199, 0.201);
    assertThat(report.isComplete()).isFalse();
    for (String node : plan.survivors()) {
      delivered(node, 1, 1, 1);
      delivered(node, 2, 1, 1);
    }
    assertThat(report.isComplete()).isTrue();
    delivered(plan.sender(), 2, 1, 1);
    assertThat(report.isComplete()).as("with a duplicate").isFalse();
  }

  @Test
  void everyOtherSurvivorIsNear() {
    BroadcastPlan plan = new BroadcastPlan(OverlayPlan.of(10, 0.3, 1), 2, 1, 0);

    assertThat(plan.survivors())
        .hasSize(7)
        .doesNotContainAnyElementsOf(plan.overlay().doomed());
    assertThat(plan.isNear(plan.sender())).isTrue();
    assertThat(plan.survivors().stream().filter(plan::isNear)).hasSize(4);
  }

  private static JsonObject counters(long received, long delivered) {
    return new JsonObject().put("gossipReceived", received).put("deliveredFromOthers", delivered);
  }
}
