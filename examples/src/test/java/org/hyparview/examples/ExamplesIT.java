package org.hyparview.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hyparview.demo.DemoProcess;
import org.junit.jupiter.api.Test;

/** Each example runs alone, prints what its doc says, and ends by itself. */
class ExamplesIT {

  @Test
  void membershipPrintsEventsAndViews() throws Exception {
    assertThat(outputOf(Membership.class))
        .anyMatch(line -> line.matches("peer-up second@127.0.0.1:\\d+ v\\d+"))
        .anyMatch(line -> line.matches("peer-up third@127.0.0.1:\\d+ v\\d+"))
        .anyMatch(line -> line.matches("active view: \\[.*(second|third)@.*(second|third)@.*]"))
        .anyMatch(line -> line.matches("peer-down third@127.0.0.1:\\d+ \\(left\\) v\\d+"));
  }

  @Test
  void aBroadcastReachesEachNode() throws Exception {
    assertThat(outputOf(Broadcast.class))
        .contains(
            "a received {\"EUR\":1.08} from a",
            "b received {\"EUR\":1.08} from a",
            "c received {\"EUR\":1.08} from a");
  }

  @Test
  void anAcknowledgedBroadcastTellsWhenAllHaveIt() throws Exception {
    assertThat(outputOf(AcknowledgedBroadcast.class))
        .contains(
            "a received 100 requests per second",
            "b received 100 requests per second",
            "c received 100 requests per second")
        .anyMatch(line -> line.matches("all have it after \\d+ ms"));
  }

  @Test
  void aQuestionToAllAddsUpTheirAnswers() throws Exception {
    assertThat(outputOf(AskAll.class))
        .containsSubsequence("42 orders at 3 nodes, complete", "most at [c: 25, b: 14]");
  }

  @Test
  void aClusteredApplicationSharesTheEventBusAndACounter() throws Exception {
    assertThat(outputOf(ClusteredApplication.class))
        .containsSubsequence(
            "hello Ada, number 1",
            "hello Barbara, number 2",
            "hello Grace, number 3",
            "greetings so far: 3");
  }

  @Test
  void aWriteWithAnOldFencingTokenIsRefused() throws Exception {
    assertThat(outputOf(FencingTokens.class))
        .containsSubsequence("accepted: a, token 1", "accepted: b, token 2", "refused: a, token 1");
  }

  @Test
  void theMachineIsDrivenByHand() throws Exception {
    assertThat(outputOf(DriveTheMachine.class))
        .hasSize(10)
        .contains("0 ms, c: PeerUp[peer=a@a:7100, link=2]")
        .last()
        .asString()
        .startsWith("30000 ms, ")
        .endsWith("reason=LEFT]");
  }

  @Test
  void aScenarioRuns() throws Exception {
    assertThat(outputOf(PartitionScenario.class, "1"))
        .singleElement()
        .asString()
        .matches("The halves are one again after \\d+ s of virtual time, trace [0-9a-f]+");
  }

  private static List<String> outputOf(Class<?> example, String... arguments) throws Exception {
    try (DemoProcess process = DemoProcess.of(example, arguments)) {
      assertThat(process.exitStatus()).as("%s", process.output()).isZero();
      return process.output();
    }
  }
}
