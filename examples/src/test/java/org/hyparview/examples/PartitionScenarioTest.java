package org.hyparview.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PartitionScenarioTest {

  private static final Path SOURCE =
      Path.of("src/main/java/org/hyparview/examples/PartitionScenario.java");
  private static final Path DOCUMENT = Path.of("../docs/simulation.md");
  private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

  @Test
  void theHalvesFindTogether() {
    assertThat(PartitionScenario.halves(100).run(3).activeViews().components().count())
        .isOne();
  }

  @Test
  void theDocumentShowsWhatIsCompiled() throws IOException {
    String source = Files.readString(SOURCE);
    assertThat(JAVA.matcher(Files.readString(DOCUMENT)).results().map(result -> result.group(1)))
        .anySatisfy(example -> {
          assertThat(example).contains("Scenario.of(");
          assertThat(source).contains(example);
        });
  }
}
