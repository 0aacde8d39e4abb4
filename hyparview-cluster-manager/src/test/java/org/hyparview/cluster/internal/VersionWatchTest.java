package org.hyparview.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.wire.TagsCodec;
import org.junit.jupiter.api.Test;

/** The version of the cluster as a node of version 2 follows it. */
class VersionWatchTest {

  private final List<Integer> changes = new ArrayList<>();
  private final VersionWatch watch = new VersionWatch(2, changes::add);

  private void announce(String node, int version) {
    watch.metadataChanged(node, TagsCodec.encode(Map.of("zone", "a"), version, true));
  }

  @Test
  void itFallsWithAnEarlierNodeAndRisesWhenThatHasGone() {
    watch.settle();
    assertThat(watch.version()).isEqualTo(2);
    watch.nodeUp("b");
    announce("b", 1);
    watch.settle();
    watch.settle();
    assertThat(watch.version()).isOne();
    watch.nodeDown("b");
    watch.settle();
    assertThat(watch.version()).isEqualTo(2);
    assertThat(changes).containsExactly(1, 2);
  }

  @Test
  void aMemberAndItsVersionAreNewsTogether() {
    watch.nodeUp("b");
    announce("b", 2);
    watch.settle();
    assertThat(changes).isEmpty();
  }

  @Test
  void whatCanNotBeReadIsTheFirstVersion() {
    watch.nodeUp("b");
    announce("b", 2);
    watch.metadataChanged("b", Bytes.of((byte) 99));
    watch.settle();
    assertThat(changes).containsExactly(1);
  }

  @Test
  void otherNodesThanMembersDoNotCount() {
    announce("b", 1);
    watch.settle();
    assertThat(changes).isEmpty();
  }
}
