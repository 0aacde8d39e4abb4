package org.hyparview.demo.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Timeline timeline =
      new Timeline(new PrintStream(printed, true, StandardCharsets.UTF_8), new RunClock(), 1);

  @Test
  void ofManyEventsOnlyTheFirstArePrinted() {
    timeline.delivery(() -> "first");
    timeline.delivery(() -> "second");
    timeline.delivery(() -> "third");
    timeline.phase("Next");

    assertThat(texts()).containsExactly("first", "... and 2 more", "* Next");
  }

  @Test
  void whatHappensAfterTheEndIsNotPrinted() {
    timeline.end("Giving up");
    timeline.delivery(() -> "late");
    timeline.phase("Killing");
    timeline.end("Done");

    assertThat(texts()).containsExactly("* Giving up");
  }

  private List<String> texts() {
    return printed
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst(" +\\d+\\.\\d+ s +", ""))
        .toList();
  }
}
