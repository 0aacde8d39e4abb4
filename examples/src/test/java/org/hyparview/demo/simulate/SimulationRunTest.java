package org.hyparview.demo.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.hyparview.demo.simulate.SimulationReport.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulationRunTest {

  private static final List<String> SMALL =
      List.of("--nodes=200", "--cycles=5", "--heal-cycles=3", "--messages=50");

  @Test
  void theSameSeedGivesTheSameReportAndAnotherSeedAnother() {
    assertThat(run("--seed=1")).isEqualTo(run("--seed=1"));
    assertThat(run("--seed=1").trace()).isNotEqualTo(run("--seed=2").trace());
  }

  @Test
  void survivorsHeal() {
    SimulationReport report = run("--seed=1");

    assertThat(report.before().isWhole()).isTrue();
    assertThat(report.before().living()).isEqualTo(200);
    assertThat(report.hit().living()).isEqualTo(80);
    assertThat(report.hit().dead()).isPositive();
    assertThat(report.isHealed()).isTrue();
    assertThat(report.after().living()).isEqualTo(80);
    assertThat(report.messages()).hasSize(50);
    assertThat(report.firstReliability()).isLessThan(1);
    assertThat(report.firstOfTheComplete()).isBetween(2, 50);
    assertThat(report.cycles()).hasSize(3);
    assertThat(report.timeToConnect()).isBetween(1L, 2_000L);
    assertThat(report.messageCost()).isBetween(1.0, 30.0);
  }

  @Test
  void messagesReachNoMoreThanTheLargestComponent() {
    assertThat(run("--seed=3").messages())
        .extracting(Message::largestShare, Message::reliability)
        .allSatisfy(pair -> assertThat((double) pair.toList().get(1))
            .isLessThanOrEqualTo((double) pair.toList().get(0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--join=burst",
        "--join=50",
        "--contacts=dead",
        "--silently --every=100",
        "--loss=0.05",
        "--churn=0.2",
        "--churn=0.2 --contacts=dead --loss=0.02",
        "--latency=5 --cycles=0",
        "--active=3 --passive=18 --fail=0.2",
        "--fail=0"
      })
  void itHealsInAllWays(String arguments) {
    SimulationReport report = run(("--seed=1 --heal-cycles=10 " + arguments).split(" "));
    assertThat(report.isHealed()).as("%s", report.after()).isTrue();
    assertThat(report.after().living()).isEqualTo(report.hit().living());
  }

  @Test
  void whoDiesSilentlyIsNoticedLate() {
    SimulationReport report = run("--seed=1", "--silently");
    assertThat(report.messages())
        .allSatisfy(message -> assertThat(message.reliability()).isLessThan(1));
    assertThat(report.isHealed()).isTrue();
  }

  @Test
  void thePictureIsAnSvgOrAPng(@TempDir Path directory) throws Exception {
    List<SimulationReport> one = List.of(run("--seed=1"));
    List<SimulationReport> two = List.of(run("--seed=1"), run("--seed=2"));

    Path png = directory.resolve("plot.png");
    SimulationPlot.to(png).draw(one);
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(1_800);

    Path svg = directory.resolve("plot.svg");
    SimulationPlot.to(svg).draw(two);
    assertThat(Files.readString(svg)).contains("<svg").contains("width=\"900\"");
  }

  private static SimulationReport run(String... arguments) {
    SimulateCommand command = new SimulateCommand();
    new CommandLine(command)
        .setOverwrittenOptionsAllowed(true)
        .parseArgs(Stream.concat(SMALL.stream(), Stream.of(arguments)).toArray(String[]::new));
    return new SimulationRun(command.plan(), Progress.none()).run();
  }
}
