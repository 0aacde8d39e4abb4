package org.hyparview.benchmarks.cluster;

import io.vertx.core.json.JsonObject;
import java.util.Objects;

/** The state of the shared data as members report it. */
final class Shared {

  private Shared() {}

  static JsonObject health(MemberProcess member) {
    return member.ask(new JsonObject().put("do", "health")).join();
  }

  static String leader(MemberProcess asked) {
    return Objects.requireNonNull(health(asked).getString("leader"), "leader");
  }

  static MemberProcess leader(Cluster cluster) {
    MemberProcess asked = cluster.members().get(0);
    Cluster.until(
        "a leader that lives",
        () -> cluster.members().stream()
            .anyMatch(member -> member.id().equals(health(asked).getString("leader"))));
    String leader = leader(asked);
    return cluster.members().stream()
        .filter(member -> member.id().equals(leader))
        .findFirst()
        .orElseThrow();
  }

  static void awaitReplicas(MemberProcess asked, int count) {
    Cluster.until(
        count + " replicas", () -> health(asked).getJsonArray("replicas").size() == count);
  }
}
