package org.hyparview.cluster.protocol.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Delivered;
import org.hyparview.simulation.net.SimulatedNode;
import org.junit.jupiter.api.Test;

/** Users' broadcasts on the plane, beside those of the registry and of the failure detector. */
class UserBroadcastsTest {

  private static final byte[] ENVELOPE = {1, 2, 3};

  private final PlaneCluster cluster = new PlaneCluster(1).start(6);

  private MessageId broadcast(SimulatedNode<PlaneHost> node) {
    MessageId[] id = new MessageId[1];
    cluster.simulation.input(node, (host, now) -> id[0] = host.broadcast(ENVELOPE, now));
    return id[0];
  }

  private static List<MessageId> deliveredTo(SimulatedNode<PlaneHost> node) {
    return node.host().broadcasts().stream()
        .filter(Delivered.class::isInstance)
        .map(event -> ((Delivered) event).id())
        .toList();
  }

  @Test
  void whatAUserBroadcastsIsDeliveredOnceEverywhereAndNothingElse() {
    cluster.register(cluster.anyAlive());
    MessageId id = broadcast(cluster.anyAlive());
    cluster.run(2_000);
    for (SimulatedNode<PlaneHost> node : cluster.members()) {
      assertThat(deliveredTo(node)).containsExactly(id);
      Delivered event = (Delivered) node.host().broadcasts().get(0);
      assertThat(event.payload()).isEqualTo(ENVELOPE);
    }
  }

  @Test
  void anAcknowledgedOneIsReportedToItsUserAlone() {
    SimulatedNode<PlaneHost> origin = cluster.anyAlive();
    cluster.simulation.input(
        origin, (host, now) -> host.broadcastAcknowledged(ENVELOPE, 10_000, now));
    cluster.run(3_000);
    for (SimulatedNode<PlaneHost> node : cluster.members()) {
      List<PlumtreeEvent> outcomes = node.host().broadcasts().stream()
          .filter(event -> !(event instanceof Delivered))
          .toList();
      assertThat(outcomes).hasSize(node == origin ? 1 : 0).allMatch(Acknowledged.class::isInstance);
      assertThat(deliveredTo(node)).hasSize(1);
    }
  }

  /** The plane asks for earlier broadcasts, since the registry needs them. */
  @Test
  void whatWasBroadcastBeforeANodeJoinedIsNotDeliveredToIt() {
    for (int i = 0; i < 20; i++) {
      broadcast(cluster.anyAlive());
      cluster.run(50);
    }
    SimulatedNode<PlaneHost> late = cluster.join();
    cluster.demandJoined(late);
    cluster.run(5_000);
    assertThat(deliveredTo(late)).isEmpty();
    MessageId id = broadcast(cluster.anyAlive());
    cluster.run(2_000);
    assertThat(deliveredTo(late)).containsExactly(id);
  }
}
