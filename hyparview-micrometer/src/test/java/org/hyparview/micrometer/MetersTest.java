package org.hyparview.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The definitions of the meters, and their table in docs/metrics.md. */
class MetersTest {

  private static String row(MeterDefinition meter) {
    String unit = meter.unit() == null ? "" : meter.unit();
    String tags =
        meter.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", "));
    String counters = meter.sources().stream()
        .map(source -> "`" + String.join(".", source.path()) + "`"
            + (source.values().isEmpty() ? "" : " (" + source.values().get(0) + ")"))
        .collect(Collectors.joining(", "));
    return "| `" + meter.name() + "` | " + meter.type().name().toLowerCase(Locale.ROOT) + " | "
        + unit + " | " + tags + " | " + meter.description() + " | " + counters + " |";
  }

  @Test
  void theTableInTheDocsIsThatOfTheCode() throws IOException {
    List<String> rows = Files.readAllLines(Document.METRICS).stream()
        .filter(line -> line.startsWith("| `hyparview."))
        .toList();
    assertThat(rows)
        .containsExactlyElementsOf(Meters.ALL.stream().map(MetersTest::row).toList());
  }

  @Test
  void namesAreUniqueAndEachSourceHasAValueForEachTag() {
    assertThat(Meters.ALL).extracting(MeterDefinition::name).doesNotHaveDuplicates();
    assertThat(Meters.ALL)
        .allSatisfy(meter -> assertThat(meter.sources())
            .allMatch(source -> source.values().size()
                    + source.path().stream().filter(key -> key.equals("*")).count()
                == meter.tags().size()));
  }

  @Test
  void readingsTakeTheirUnit() {
    Readings readings = new Readings();
    List<Reading> added = new ArrayList<>();
    JsonObject links = new JsonObject().put("roundTripNanosMean", 2_500_000_000L);
    JsonObject stalls = new JsonObject().put("count", 3).put("totalNanos", 1_500_000_000L);
    readings.update(
        new JsonObject()
            .put("node", "a")
            .put("links", links)
            .put("failureDetector", new JsonObject().put("stalls", stalls))
            .put("unknown", 1),
        added::add);
    assertThat(added)
        .extracting(Reading::toString)
        .containsExactlyInAnyOrder(
            "hyparview.links.round.trip.mean[] = 2.5", "hyparview.failure.stalls[] = 3 in 1.5");
  }
}
