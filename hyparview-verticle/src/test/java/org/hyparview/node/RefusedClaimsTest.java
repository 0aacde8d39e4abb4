package org.hyparview.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The number of lines that refusals may cost. */
class RefusedClaimsTest {

  private final List<String> lines = new ArrayList<>();
  private final RefusedClaims log = new RefusedClaims(lines::add);

  @Test
  void aSourceHasOneLineAnInterval() {
    for (int i = 0; i < 1_000; i++) {
      log.refused("node a", "that " + i, i);
    }
    assertThat(lines).containsExactly("Refused of node a: that 0");
    log.refused("node a", "more", RefusedClaims.INTERVAL);
    assertThat(lines).hasSize(2).contains("Refused of node a (after 999 more): more");
  }

  @Test
  void manySourcesShareALine() {
    for (int i = 0; i < 1_000; i++) {
      log.refused("node " + i, "something", 1);
    }
    assertThat(lines).hasSize(RefusedClaims.MAX_SOURCES + 1);
    assertThat(lines).last().isEqualTo("Refused of further nodes: something");
  }

  @Test
  void aSourceThatIsQuietMakesRoom() {
    for (int i = 0; i < RefusedClaims.MAX_SOURCES; i++) {
      log.refused("node " + i, "something", 1);
    }
    log.refused("node x", "something", RefusedClaims.INTERVAL + 1);
    assertThat(lines).last().isEqualTo("Refused of node x: something");
  }
}
