package org.hyparview.demo.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);
  private long now;

  @Test
  void onATerminalOneLineIsDrawnAgainAndTheLastStays() {
    Progress progress = new Progress(out, true, () -> now);
    progress.begin("joining", 2_000, "nodes");
    now = 500;
    progress.done(1_000);
    now = 1_000;
    progress.done(2_000);

    assertThat(drawn())
        .containsExactly(
            "",
            "joining      [..............................]   0 %  0 of 2,000 nodes, 0.0 s",
            "joining      [###############...............]  50 %  1,000 of 2,000 nodes, 0.5 s",
            "joining      2,000 of 2,000 nodes, 1.0 s");
    assertThat(text()).endsWith(System.lineSeparator()).doesNotContain("\n\r");
  }

  @Test
  void theLineIsNotDrawnAgainAtOnce() {
    Progress progress = new Progress(out, true, () -> now);
    progress.begin("joining", 2_000, "nodes");
    now = 99;
    progress.done(1_000);
    assertThat(drawn()).hasSize(2);
    now = 100;
    progress.done(1_100);
    assertThat(drawn()).hasSize(3);
  }

  @Test
  void aShorterTextCoversWhatStoodThere() {
    Progress progress = new Progress(out, true, () -> now);
    progress.begin("joining", 2_000, "nodes");
    progress.done(2_000);
    assertThat(text().lines().toList().get(0).split("\r"))
        .filteredOn(line -> !line.isEmpty())
        .allSatisfy(line -> assertThat(line).hasSize(100));
  }

  @Test
  void elsewhereThereIsALineNowAndThen() {
    Progress progress = new Progress(out, false, () -> now);
    progress.begin("healing", 10, "cycles");
    now = 4_999;
    progress.done(3);
    now = 5_000;
    progress.done(4);
    now = 6_000;
    progress.done(10);
    progress.say("over");

    assertThat(text().lines())
        .containsExactly(
            "healing      4 of 10 cycles, 5.0 s", "healing      10 of 10 cycles, 6.0 s", "over");
    assertThat(text()).doesNotContain("\r");
  }

  private String text() {
    return bytes.toString(UTF_8);
  }

  private List<String> drawn() {
    return List.of(text().split("\r")).stream().map(String::stripTrailing).toList();
  }
}
