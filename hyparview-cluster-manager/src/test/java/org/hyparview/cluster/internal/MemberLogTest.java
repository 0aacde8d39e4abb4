package org.hyparview.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hyparview.cluster.ClusterMember;
import org.hyparview.cluster.MemberEvent;
import org.hyparview.cluster.MemberEvent.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemberLogTest {

  private final List<String> lines = new ArrayList<>();
  private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
  private final MemberLog log = new MemberLog(lines::add, timers::add);

  private void note(MemberEvent.Type type, String id, @Nullable Reason reason, int members) {
    ClusterMember member = new ClusterMember(id, 1, "10.0.0.1", 7_800, null, Map.of(), 0);
    log.log(new MemberEvent(type, member, reason, members, 1, "self"));
  }

  @Test
  void eachJoinAndEachDepartureHasALineWithItsReason() {
    note(MemberEvent.Type.MEMBER_JOINED, "a", null, 2);
    note(MemberEvent.Type.MEMBER_LEFT, "a", Reason.LEFT, 1);
    timers.remove().run();
    note(MemberEvent.Type.MEMBER_LEFT, "b", Reason.FAILED, 4);
    note(MemberEvent.Type.MEMBER_RETURNED, "b", null, 5);
    assertThat(lines)
        .containsExactly(
            "Node a@10.0.0.1:7800 has joined; the cluster has 2 nodes",
            "Node a@10.0.0.1:7800 has left gracefully; the cluster has 1 node",
            "Node b@10.0.0.1:7800 has failed: it has ended, hangs, or can't be reached;"
                + " the cluster has 4 nodes",
            "Node b@10.0.0.1:7800, which was held dead, has returned; the cluster has 5 nodes");
  }

  @Test
  void aHundredNodesMakeAHandfulOfLines() {
    for (int i = 0; i < 100; i++) {
      note(MemberEvent.Type.MEMBER_JOINED, "n" + i, null, i + 2);
    }
    assertThat(lines).hasSize(MemberLog.MAX_LINES);
    timers.remove().run();
    assertThat(lines).hasSize(MemberLog.MAX_LINES + 1);
    assertThat(lines.get(MemberLog.MAX_LINES))
        .isEqualTo("Within a second more nodes have changed: 97 joined (n3, n4, n5, n6, n7, …);"
            + " the cluster has 101 nodes");
  }

  @Test
  void afterAQuietSecondEachHasItsOwnLineAgain() {
    for (int i = 0; i < 5; i++) {
      note(MemberEvent.Type.MEMBER_LEFT, "n" + i, Reason.FAILED, 9 - i);
    }
    timers.remove().run();
    note(MemberEvent.Type.MEMBER_LEFT, "late", Reason.LEFT, 4);
    timers.remove().run();
    assertThat(lines).hasSize(MemberLog.MAX_LINES + 2);
    timers.remove().run();
    assertThat(timers).isEmpty();
    note(MemberEvent.Type.MEMBER_JOINED, "new", null, 5);
    assertThat(lines.get(lines.size() - 1)).startsWith("Node new@");
  }

  @Test
  void changesAndThisNodeItselfHaveNoLine() {
    note(MemberEvent.Type.MEMBER_CHANGED, "a", null, 2);
    note(MemberEvent.Type.MEMBER_RETURNED, "self", null, 2);
    assertThat(lines).isEmpty();
    assertThat(timers).isEmpty();
  }
}
