package org.hyparview.cluster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupNet.Node;
import org.hyparview.cluster.group.GroupNet.Outcome;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.junit.jupiter.api.Test;

/**
 * The gate of commands in a cluster whose version is too low for them: 0, since all present ones
 * are of version 1.
 */
class VersionGateTest {

  private static final StoreOp ADD = new StoreOp.Add("c", 1);

  private static GroupNet net() {
    GroupNet net = GroupNet.of(3);
    net.living().forEach(node -> node.add("c"));
    net.awaitVoters(3);
    return net;
  }

  private static SharedDataException failure(Outcome<StoreResult> outcome) {
    assertThat(outcome.failure).isInstanceOf(SharedDataException.class);
    return Objects.requireNonNull((SharedDataException) outcome.failure);
  }

  @Test
  void anOperationThatNotAllMembersKnowIsRefusedBeforeItIsSent() {
    GroupNet net = net();
    Node node = net.node(1);
    node.group.versionChanged(0);
    SharedDataException failure = failure(node.submit(ADD));
    assertThat(failure)
        .hasMessage("This operation needs version 1 of the protocol, and the cluster has version 0:"
            + " it works once all nodes run a release that speaks version 1");
    assertThat(failure.isOutcomeUnknown()).isFalse();
    assertThat(node.group.counters().gated()).isOne();
    node.group.versionChanged(1);
    assertThat(node.add("c")).isEqualTo(4);
  }

  @Test
  void theLeaderProposesNothingThatNotAllMembersKnow() {
    GroupNet net = net();
    Node leader = net.leader();
    Node other = net.livingBut(leader);
    leader.group.versionChanged(0);
    Outcome<StoreResult> outcome = other.submit(ADD);
    assertThat(net.passUntil(5_000, () -> leader.group.counters().gated() > 1)).isTrue();
    assertThat(outcome.done).isFalse();
    other.group.versionChanged(0);
    assertThat(failure(outcome).isOutcomeUnknown()).isTrue();
    leader.group.versionChanged(1);
    other.group.versionChanged(1);
    assertThat(other.add("c")).isEqualTo(4);
  }
}
