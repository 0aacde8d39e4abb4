package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.hyparview.cluster.MemberEvent.Reason;
import org.junit.jupiter.api.Test;

/** The values that users receive, and their form as JSON. */
class ClusterValuesTest {

  private static final ClusterMember MEMBER = new ClusterMember(
      "b", 7, "10.0.0.2", 7_800, "10.0.0.2:41234", Map.of("zone", "a", "gpu", ""), 1_000);

  private static final String MEMBER_JSON =
      "{\"id\":\"b\",\"incarnation\":7,\"host\":\"10.0.0.2\",\"port\":7800,"
          + "\"eventBus\":\"10.0.0.2:41234\","
          + "\"tags\":{\"gpu\":\"\",\"zone\":\"a\"},\"since\":1000}";

  @Test
  void aMemberIsTheSameAfterItsWayThroughJson() {
    assertThat(MEMBER.toJson().encode()).isEqualTo(MEMBER_JSON);
    assertThat(new ClusterMember(new JsonObject(MEMBER_JSON)))
        .isEqualTo(MEMBER)
        .hasSameHashCodeAs(MEMBER)
        .hasToString("b@10.0.0.2:7800 {gpu=, zone=a}");
  }

  @Test
  void withoutAnEventBusThereIsNoSuchField() {
    ClusterMember member = MEMBER.withEventBus(null).withTags(Map.of());
    assertThat(member.toJson().containsKey("eventBus")).isFalse();
    assertThat(new ClusterMember(member.toJson())).isEqualTo(member);
  }

  @Test
  void aListIsTheSameAfterItsWayThroughJson() {
    ClusterMembers members = new ClusterMembers("a", 3, List.of(MEMBER));
    assertThat(new ClusterMembers(new JsonObject(members.toJson().encode())))
        .isEqualTo(members)
        .hasSameHashCodeAs(members);
  }

  @Test
  void anEventIsTheSameAfterItsWayThroughJson() {
    MemberEvent event =
        new MemberEvent(MemberEvent.Type.MEMBER_LEFT, MEMBER, Reason.FAILED, 4, 8, "a");
    assertThat(event.toJson().encode())
        .isEqualTo("{\"type\":\"member-left\",\"member\":" + MEMBER_JSON
            + ",\"reason\":\"failed\",\"members\":4,\"version\":8,\"node\":\"a\"}");
    assertThat(new MemberEvent(new JsonObject(event.toJson().encode())))
        .isEqualTo(event)
        .hasSameHashCodeAs(event);
  }

  @Test
  void onlyADepartureHasAReason() {
    assertThatThrownBy(
            () -> new MemberEvent(MemberEvent.Type.MEMBER_JOINED, MEMBER, Reason.LEFT, 4, 8, "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reason");
    assertThatThrownBy(() -> new MemberEvent(MemberEvent.Type.MEMBER_LEFT, MEMBER, null, 4, 8, "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingFieldIsNamed() {
    assertThatThrownBy(() -> new ClusterMember(new JsonObject().put("id", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("incarnation");
  }
}
