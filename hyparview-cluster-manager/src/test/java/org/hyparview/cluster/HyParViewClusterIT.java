package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.cluster.MemberEvent.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The members of a cluster as its users see them, on loopback. */
class HyParViewClusterIT {

  private final String name = "test-" + UUID.randomUUID();
  private final List<Vertx> started = new ArrayList<>();

  private HyParViewClusterOptions options() {
    return new HyParViewClusterOptions()
        .setClusterName(name)
        .setHost("127.0.0.1")
        .setOperationTimeout(Waits.PATIENCE_MILLIS)
        .setMulticast(new MulticastOptions().setEnabled(false));
  }

  private Vertx start() throws Exception {
    return start(options());
  }

  private Vertx start(HyParViewClusterOptions options) throws Exception {
    Vertx vertx = await(
        Vertx.builder().withClusterManager(new HyParViewClusterManager(options)).buildClustered());
    started.add(vertx);
    return vertx;
  }

  private void stop(Vertx vertx) throws Exception {
    started.remove(vertx);
    await(vertx.close());
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : started) {
      await(vertx.close());
    }
  }

  private static BlockingQueue<MemberEvent> eventsOf(Vertx vertx) {
    BlockingQueue<MemberEvent> events = new LinkedBlockingQueue<>();
    HyParViewCluster.of(vertx).memberEvents(events::add);
    return events;
  }

  private static MemberEvent next(BlockingQueue<MemberEvent> events, MemberEvent.Type type)
      throws Exception {
    MemberEvent event = Waits.next(events);
    while (event.type() != type) {
      event = Waits.next(events);
    }
    return event;
  }

  @Test
  void aLateSubscriberGetsThePresentMembersAndThenEachChange() throws Exception {
    Vertx first = start();
    Vertx second = start();
    BlockingQueue<MemberEvent> events = eventsOf(first);
    assertThat(List.of(Waits.next(events), Waits.next(events)))
        .allMatch(event -> event.type() == MemberEvent.Type.MEMBER_JOINED)
        .extracting(MemberEvent::members)
        .containsExactly(1, 2);
    Vertx third = start();
    String thirdId = HyParViewCluster.of(third).nodeId();
    MemberEvent joined = next(events, MemberEvent.Type.MEMBER_JOINED);
    assertThat(joined.member().id()).isEqualTo(thirdId);
    assertThat(joined.members()).isEqualTo(3);
    stop(third);
    MemberEvent left = next(events, MemberEvent.Type.MEMBER_LEFT);
    assertThat(left.member().id()).isEqualTo(thirdId);
    assertThat(left.reason()).isEqualTo(Reason.LEFT);
    ClusterMembers now = await(HyParViewCluster.of(first).members());
    assertThat(now.members())
        .extracting(ClusterMember::id)
        .containsExactlyInAnyOrder(
            HyParViewCluster.of(first).nodeId(), HyParViewCluster.of(second).nodeId());
    assertThat(now.version()).isGreaterThanOrEqualTo(left.version());
  }

  @Test
  void aMemberHasTheAddressesThatOthersDial() throws Exception {
    Vertx first = start();
    Vertx second = start();
    BlockingQueue<MemberEvent> events = eventsOf(first);
    String secondId = HyParViewCluster.of(second).nodeId();
    MemberEvent event = Waits.next(events);
    while (!event.member().id().equals(secondId) || event.member().eventBus() == null) {
      event = Waits.next(events);
    }
    assertThat(event.member().eventBus()).startsWith("127.0.0.1:");
    assertThat(event.member().host()).isEqualTo("127.0.0.1");
    assertThat(event.member().address()).isEqualTo("127.0.0.1:" + event.member().port());
  }

  @Test
  void handlersAreCalledOnTheirContextUntilTheyAreCancelled() throws Exception {
    Vertx vertx = start();
    Context context = vertx.getOrCreateContext();
    Promise<Context> calledOn = Promise.promise();
    Promise<Subscription> registered = Promise.promise();
    context.runOnContext(go -> registered.complete(HyParViewCluster.of(vertx)
        .memberEvents(event -> calledOn.tryComplete(Vertx.currentContext()))));
    assertThat(await(calledOn.future())).isSameAs(context);
    await(await(registered.future()).cancel());
  }

  @Test
  void aNodeThatHasLeftHasNoMembers() throws Exception {
    Vertx vertx = start();
    HyParViewCluster cluster = HyParViewCluster.of(vertx);
    assertThat(await(cluster.members()).members()).hasSize(1);
    stop(vertx);
    assertThatThrownBy(() -> await(cluster.members())).hasMessageContaining("not in the cluster");
  }

  @Test
  void aVertxWithoutThisManagerIsRefused() throws Exception {
    Vertx alone = Vertx.vertx();
    started.add(alone);
    assertThatThrownBy(() -> HyParViewCluster.of(alone))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not clustered")
        .hasMessageContaining("buildClustered");
  }
}
