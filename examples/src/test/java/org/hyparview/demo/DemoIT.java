package org.hyparview.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DemoIT {

  /** Far more than a demo takes, and less than {@link DemoProcess} waits for its end. */
  private static final String SECONDS = "180";

  @TempDir
  private Path directory;

  @Test
  void aSmallOverlayFormsAndHeals() throws Exception {
    try (DemoProcess overlay = DemoProcess.demo(
        "heal", "--nodes", "8", "--kill", "0.25", "--seed", "1", "--seconds", SECONDS)) {
      assertThat(overlay.exitStatus()).as("%s", overlay.output()).isZero();
      assertThat(overlay.output())
          .anyMatch(line -> line.contains("Killing 2 of 8 nodes"))
          .anyMatch(line -> line.endsWith("  failed"))
          .anyMatch(line -> line.matches(" *living nodes +8 +6"))
          .anyMatch(line -> line.matches(" *components +1 +1"))
          .anyMatch(line -> line.matches(" *dead entries +0 +0"))
          .anyMatch(line -> line.matches(" *time to heal +\\d+\\.\\d{3} s"))
          .last()
          .asString()
          .startsWith("OK");
    }
  }

  @Test
  void withoutACommandAnOverlayHeals() throws Exception {
    try (DemoProcess overlay = DemoProcess.demo("--nodes", "5", "--quiet", "--seconds", SECONDS)) {
      assertThat(overlay.exitStatus()).as("%s", overlay.output()).isZero();
      assertThat(overlay.output()).noneMatch(line -> line.contains("  + "));
    }
  }

  @Test
  void anOverlayThatHasNoTimeToHealFails() throws Exception {
    try (DemoProcess overlay = DemoProcess.demo("heal", "--seconds", "1")) {
      assertThat(overlay.exitStatus()).isEqualTo(1);
      assertThat(overlay.output()).last().asString().startsWith("FAILED");
    }
  }

  @Test
  void aClusterOutlivesTheDeathOfANode() throws Exception {
    try (DemoProcess cluster = DemoProcess.demo("cluster", "--nodes", "3", "--seconds", SECONDS)) {
      assertThat(cluster.exitStatus()).as("%s", cluster.output()).isZero();
      assertThat(cluster.output())
          .anyMatch(line -> line.endsWith("Each node sees all 3"))
          .anyMatch(line -> line.matches(".* all have heard it after [0-9,]+ ms"))
          .anyMatch(line -> line.matches(".* Dropped by all survivors after [0-9,]+ ms"))
          .anyMatch(line -> line.contains("Back after"))
          .last()
          .asString()
          .startsWith("OK");
    }
  }

  @Test
  void aClusterThatHasNoTimeToFormFails() throws Exception {
    try (DemoProcess cluster = DemoProcess.demo("cluster", "--nodes", "20", "--seconds", "1")) {
      assertThat(cluster.exitStatus()).isEqualTo(1);
      assertThat(cluster.output()).last().asString().startsWith("FAILED");
    }
  }

  @Test
  void aVerticleOutlivesItsNode() throws Exception {
    try (DemoProcess ha = DemoProcess.demo("ha", "--seconds", SECONDS)) {
      assertThat(ha.exitStatus()).as("%s", ha.output()).isZero();
      assertThat(ha.output())
          .anyMatch(line -> line.endsWith("It runs on n1; killing that"))
          .anyMatch(line -> line.matches(".* It runs on n[23] after \\d+ ms"))
          .last()
          .asString()
          .startsWith("OK");
    }
  }

  @Test
  void aCounterLosesNothingWhenItsLeaderIsKilled() throws Exception {
    try (DemoProcess shared = DemoProcess.demo("shared", "--seconds", SECONDS)) {
      assertThat(shared.exitStatus()).as("%s", shared.output()).isZero();
      assertThat(shared.output())
          .anyMatch(line -> line.matches(".* Killing n[123], which has counted \\d+"))
          .anyMatch(line -> line.matches(".* All have counted [0-9,]+ orders; .* says [0-9,]+"))
          .last()
          .asString()
          .startsWith("OK");
    }
  }

  @Test
  void aSimulationShowsItsPhasesAndASummary() throws Exception {
    Path plot = directory.resolve("plot.svg");
    try (DemoProcess simulation = DemoProcess.demo(
        "simulate", "--nodes", "300", "--cycles", "5", "--seed", "1", "--plot", plot.toString())) {
      assertThat(simulation.exitStatus()).as("%s", simulation.output()).isZero();
      assertThat(simulation.output())
          .anyMatch(line -> line.matches("joining +300 of 300 nodes, .* s"))
          .anyMatch(line -> line.matches("stabilizing +5 of 5 cycles, .* s"))
          .anyMatch(line -> line.matches("failure +180 nodes fail at once"))
          .anyMatch(line -> line.matches("repair +100 of 100 messages, .* s"))
          .anyMatch(line -> line.matches("healing +10 of 10 cycles, .* s"))
          .anyMatch(line -> line.matches(" +living nodes +300 +120 +120"))
          .anyMatch(line -> line.matches(" +Run it again +java -jar target.hyparview-demo.jar"
              + " simulate --nodes 300 --fail 0.6 --seed 1 --cycles 5"))
          .last()
          .asString()
          .startsWith("OK: 180 of 300 nodes failed.");
      assertThat(plot).content().contains("<svg");
    }
  }

  @Test
  void theSameSimulationGivesTheSameJsonInEachProcess() throws Exception {
    assertThat(simulationAsJson()).isEqualTo(simulationAsJson()).contains("\"healed\" : true");
  }

  private static String simulationAsJson() throws Exception {
    try (DemoProcess simulation = DemoProcess.demo(
        "simulate",
        "--json",
        "--quiet",
        "--runs",
        "2",
        "--seed",
        "7",
        "--nodes",
        "200",
        "--cycles",
        "3",
        "--loss",
        "0.01",
        "--churn",
        "0.1",
        "--join",
        "burst")) {
      assertThat(simulation.exitStatus()).as("%s", simulation.output()).isZero();
      return String.join("\n", simulation.output());
    }
  }

  @Test
  void anOverlayThatCannotHealIsAFailure() throws Exception {
    try (DemoProcess simulation = DemoProcess.demo(
        "simulate",
        "--nodes",
        "200",
        "--cycles",
        "1",
        "--heal-cycles",
        "0",
        "--messages",
        "1",
        "--fail",
        "0.95",
        "--contacts",
        "dead",
        "--passive",
        "0",
        "--seed",
        "1",
        "--quiet")) {
      assertThat(simulation.exitStatus()).isEqualTo(1);
      assertThat(simulation.output()).last().asString().startsWith("FAILED");
    }
  }

  @Test
  void theDoomedDoNotOutliveTheDemo() throws Exception {
    try (DemoProcess overlay = DemoProcess.demo("heal")) {
      overlay.await("Starting 20 nodes");
      List<ProcessHandle> doomed = overlay.children();
      overlay.kill();

      assertThat(doomed).hasSize(1);
      doomed.get(0).onExit().get(DemoProcess.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void nothingThatIsBroadcastIsMissedAlthoughNodesDie() throws Exception {
    try (DemoProcess broadcast = DemoProcess.demo(
        "broadcast",
        "--nodes",
        "12",
        "--kill",
        "0.25",
        "--messages",
        "200",
        "--seed",
        "1",
        "--seconds",
        SECONDS)) {
      assertThat(broadcast.exitStatus()).as("%s", broadcast.output()).isZero();
      assertThat(broadcast.output())
          .anyMatch(line -> line.contains("Killing 3 of 12 nodes"))
          .anyMatch(line -> line.matches(".* n\\d\\d  #1, over \\d links, after \\d+\\.\\d ms"))
          .anyMatch(line -> line.matches(" *delivered at survivors +1800"))
          .anyMatch(line -> line.matches(" *missed at survivors +0"))
          .anyMatch(line -> line.matches(" *duplicates +0"))
          .last()
          .asString()
          .startsWith("OK");
    }
  }

  @Test
  void aBroadcastThatIsNotOverInTimeFails() throws Exception {
    try (DemoProcess broadcast =
        DemoProcess.demo("broadcast", "--nodes", "4", "--rate", "1", "--seconds", "8", "--quiet")) {
      assertThat(broadcast.exitStatus()).as("%s", broadcast.output()).isEqualTo(1);
      assertThat(broadcast.output())
          .last()
          .asString()
          .isEqualTo("FAILED: not all messages were sent in time.");
    }
  }

  @Test
  void aNodeThatIsToldToEndLeaves() throws Exception {
    try (DemoProcess a = DemoProcess.demo("node", "--port", "0", "--id", "a");
        DemoProcess b = join(a, "b")) {
      a.await("peer-up +b@127.0.0.1");
      b.await("peer-up +a@127.0.0.1");

      b.terminate();

      a.await("peer-down +b@127.0.0.1:\\d+ +left");
      assertThat(b.exitStatus()).isNotZero();
    }
  }

  @Test
  void aNodeThatIsKilledHasFailed() throws Exception {
    try (DemoProcess a = DemoProcess.demo("node", "--port", "0", "--id", "a");
        DemoProcess b = join(a, "b")) {
      a.await("peer-up +b@127.0.0.1");

      b.kill();

      a.await("peer-down +b@127.0.0.1:\\d+ +failed");
    }
  }

  @Test
  void aNodeTakesItsOptionsFromAFileToo() throws Exception {
    Path config = directory.resolve("node.json");
    Files.writeString(
        config, "{\"port\": 0, \"nodeId\": \"overruled\", \"clusterName\": \"blue\"}");
    try (DemoProcess node = DemoProcess.demo("node", "--config", config.toString(), "--id", "a")) {
      node.await("Node a@127.0.0.1:\\d+ of cluster blue is listening");
    }
  }

  @Test
  void aPortThatIsTakenIsOneClearLine() throws Exception {
    try (DemoProcess a = DemoProcess.demo("node", "--port", "0", "--id", "a")) {
      String port = a.await("Node a@127.0.0.1:(\\d+)").group(1);
      try (DemoProcess second = DemoProcess.demo("node", "--port", port)) {
        assertThat(second.exitStatus()).isEqualTo(1);
        assertThat(second.output())
            .containsExactly("Cannot listen on 127.0.0.1:" + port + ": port in use");
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void badInputIsOneClearLine(List<String> arguments, String message) throws Exception {
    try (DemoProcess demo = DemoProcess.demo(arguments.toArray(String[]::new))) {
      assertThat(demo.exitStatus()).isEqualTo(2);
      assertThat(demo.output()).containsExactly(message + " (see --help)");
    }
  }

  static Stream<Arguments> badInputIsOneClearLine() {
    return Stream.of(
        Arguments.of(List.of("--nodes", "2"), "--nodes must be in 3..250, but is 2"),
        Arguments.of(List.of("--active", "99"), "activeViewSize must be in 1..32, but is 99"),
        Arguments.of(List.of("broadcast", "--rate", "0"), "--rate must be in 1..1000, but is 0"),
        Arguments.of(List.of("heal", "--bogus"), "Unknown option: '--bogus'"),
        Arguments.of(
            List.of("node", "--contact", "nowhere"),
            "contacts: An address must have the form host:port or [ipv6]:port,"
                + " but is \"nowhere\""),
        Arguments.of(List.of("node", "--config", "no.json"), "Cannot read no.json"),
        Arguments.of(
            List.of("simulate", "--nodes", "1"), "--nodes must be in 2..1000000, but is 1"),
        Arguments.of(
            List.of("simulate", "--active", "99"), "activeViewSize must be in 1..32, but is 99"),
        Arguments.of(List.of("simulate", "--runs", "0"), "--runs must be in 1..1000, but is 0"),
        Arguments.of(
            List.of("simulate", "--plot", "plot.gif"),
            "--plot must name an .svg or a .png file, but is \"plot.gif\""),
        Arguments.of(
            List.of("simulate", "--plot", "no/plot.svg"),
            "--plot no/plot.svg is in no directory that exists"));
  }

  private static DemoProcess join(DemoProcess contact, String id) throws Exception {
    String address = contact.await("Node \\S+@(\\S+) ").group(1);
    return DemoProcess.demo("node", "--port", "0", "--id", id, "--contact", address);
  }
}
