package org.hyparview.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardOptionsTest {

  /** The table in docs/dashboard.md has a row for each option, with its true default. */
  @Test
  void theOptionsTableIsTrue() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\| `([^`]*)` \\|")
        .matcher(Files.readString(Path.of("..", "docs", "dashboard.md")));
    while (row.find()) {
      documented.put(row.group(1), row.group(2));
    }
    Map<String, String> defaults = new TreeMap<>();
    new DashboardOptions()
        .toJson()
        .forEach(option -> defaults.put(option.getKey(), String.valueOf(option.getValue())));
    assertThat(documented).isEqualTo(defaults);
  }

  @Test
  void jsonGivesBackWhatItWasMadeOf() {
    DashboardOptions options = new DashboardOptions()
        .setHost("::1")
        .setPort(1)
        .setHostNames(List.of("dashboard.example"))
        .setRefreshInterval(200)
        .setMaxViewers(3);
    JsonObject json = options.toJson();
    assertThat(new DashboardOptions(new JsonObject(json.encode())).toJson()).isEqualTo(json);
    assertThat(new DashboardOptions(options).toJson()).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({"port, 0, 65535", "refreshInterval, 100, 3600000", "maxViewers, 1, 1000"})
  void eachNumberHasARangeThatTheMessageNames(String name, int min, int max) {
    for (int bad : List.of(min - 1, max + 1)) {
      assertThatThrownBy(() -> new DashboardOptions(new JsonObject().put(name, bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name + " must be in " + min + ".." + max + ", but is " + bad);
    }
  }

  @Test
  void aNameThatIsNoHostAndAnUnknownOptionAreRefused() {
    assertThatThrownBy(() -> new DashboardOptions().setHostNames(List.of("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("hostNames: a name must be ");
    assertThatThrownBy(() -> new DashboardOptions(new JsonObject().put("prt", 1)))
        .hasMessageContaining("prt")
        .hasMessageContaining("port");
  }
}
