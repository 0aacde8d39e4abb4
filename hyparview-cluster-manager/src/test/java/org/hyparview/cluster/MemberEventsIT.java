package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Member events in a cluster of five processes, of which one is killed and one leaves. */
class MemberEventsIT {

  private static final int SIZE = 5;

  private final List<RosterProcess> members = new ArrayList<>();

  @AfterEach
  void kill() throws Exception {
    for (RosterProcess member : members) {
      member.kill();
    }
  }

  @Test
  void allSurvivorsHearWhoFailedAndWhoLeft() throws Exception {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName("test-" + UUID.randomUUID())
        .setHost("127.0.0.1")
        .setMulticast(new MulticastOptions().setEnabled(false));
    for (int i = 0; i < SIZE; i++) {
      RosterProcess member = new RosterProcess(options);
      members.add(member);
      member.id();
    }
    for (RosterProcess member : members) {
      for (RosterProcess joined : members.subList(members.indexOf(member) + 1, SIZE)) {
        member.await("event", "member-joined", joined.id());
      }
    }
    RosterProcess killed = members.get(2);
    killed.kill();
    demandDeparture(killed, "failed");
    RosterProcess leaving = members.get(0);
    leaving.leave();
    demandDeparture(leaving, "left");
  }

  /** Requires the event everywhere, and that no list has a member that {@code getNodes} lacks. */
  private void demandDeparture(RosterProcess departed, String reason) throws Exception {
    members.remove(departed);
    for (RosterProcess member : members) {
      member.await("event", "member-left", departed.id(), reason);
    }
    for (RosterProcess member : members) {
      assertThat(member.await("shown", departed.id()))
          .containsExactly("shown", departed.id(), "false");
    }
    departed.awaitEnd();
  }
}
