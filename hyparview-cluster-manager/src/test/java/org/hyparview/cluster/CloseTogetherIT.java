package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log of nodes that close together while others dial them, as in an update of a cluster. */
class CloseTogetherIT {

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  @Test
  void nodesThatCloseTogetherLogNoStackTrace() throws IOException, InterruptedException {
    ReportingProcess process = ReportingProcess.start(
        List.of(),
        ClosingMembers.class,
        List.of(),
        words -> lines.add(String.join(" ", words)),
        () -> {});
    try {
      process.awaitEnd();
    } finally {
      process.kill();
    }
    assertThat(lines).containsExactly("closed");
  }
}
