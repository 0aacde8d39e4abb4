package org.hyparview.cluster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The version of the cluster, the lowest of those that its members announce. */
class ClusterVersionTest {

  private final ClusterVersion version = new ClusterVersion(3);

  @Test
  void aNodeAloneSpeaksItsOwn() {
    assertThat(version.lowest()).isEqualTo(3);
    assertThat(version.allows(3)).isTrue();
    assertThat(version.allows(4)).isFalse();
    assertThat(version.earlier()).isEmpty();
  }

  @Test
  void aMemberThatAnnouncesNothingSpeaksTheFirst() {
    version.nodeUp("b");
    assertThat(version.lowest()).isOne();
    assertThat(version.allows(2)).isFalse();
    assertThat(version.earlier()).containsExactly("b");
  }

  @Test
  void theLowestOfAllCounts() {
    version.nodeUp("b");
    version.announced("b", 5);
    assertThat(version.lowest()).isEqualTo(3);
    version.nodeUp("c");
    version.announced("c", 2);
    assertThat(version.lowest()).isEqualTo(2);
    assertThat(version.earlier()).containsExactly("c");
    version.nodeDown("c");
    assertThat(version.lowest()).isEqualTo(3);
  }

  @Test
  void aNodeThatIsNoMemberDoesNotCount() {
    version.announced("b", 1);
    assertThat(version.lowest()).isEqualTo(3);
    version.nodeUp("b");
    version.announced("b", 3);
    version.nodeUp("b");
    assertThat(version.lowest()).isEqualTo(3);
  }
}
