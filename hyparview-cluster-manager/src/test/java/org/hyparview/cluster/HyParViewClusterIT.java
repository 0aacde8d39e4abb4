package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.hyparview.HyParViewAddresses;
import org.hyparview.HyParViewClient.Subscription;
import org.hyparview.NodeOptions;
import org.hyparview.TagFilter;
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
  void theEventBusHasTheListAndTheEvents() throws Exception {
    Vertx first = start(options().setMemberEvents(true));
    HyParViewAddresses addresses = new HyParViewAddresses(NodeOptions.DEFAULT_NAME);
    BlockingQueue<MemberEvent> events = new LinkedBlockingQueue<>();
    first
        .eventBus()
        .<JsonObject>localConsumer(
            addresses.memberEvents(), message -> events.add(new MemberEvent(message.body())));
    AtomicReference<ClusterMembers> before = new AtomicReference<>();
    Waits.until(first, () -> "Requests for the members are answered", () -> {
      await(membersByEventBus(first).onSuccess(before::set).otherwiseEmpty());
      return before.get() != null;
    });
    Vertx second = start();
    MemberEvent joined = next(events, MemberEvent.Type.MEMBER_JOINED);
    assertThat(joined.member().id()).isEqualTo(HyParViewCluster.of(second).nodeId());
    assertThat(joined.version())
        .isGreaterThan(Objects.requireNonNull(before.get()).version());
    ClusterMembers now = await(membersByEventBus(first));
    assertThat(now.members()).hasSize(2);
    assertThat(now.version()).isGreaterThanOrEqualTo(joined.version());
    assertThat(now.node()).isEqualTo(HyParViewCluster.of(first).nodeId());
  }

  private static Future<ClusterMembers> membersByEventBus(Vertx vertx) {
    String address = new HyParViewAddresses(NodeOptions.DEFAULT_NAME).members();
    return vertx
        .eventBus()
        .<JsonObject>request(address, null, new DeliveryOptions().setLocalOnly(true))
        .map(reply -> new ClusterMembers(reply.body()));
  }

  @Test
  void tagsAreKnownEverywhereAndChangeAtRunTime() throws Exception {
    Vertx first = start(options().setTags(Map.of("zone", "a", "gpu", "")));
    Vertx second = start(options().setTags(Map.of("zone", "b")));
    String firstId = HyParViewCluster.of(first).nodeId();
    String secondId = HyParViewCluster.of(second).nodeId();
    assertThat(idsOf(first, "zone=a,gpu")).containsExactly(firstId);
    assertThat(idsOf(first, "zone!=a")).containsExactly(secondId);
    BlockingQueue<MemberEvent> events = eventsOf(first);
    assertThat(List.of(Waits.next(events), Waits.next(events)))
        .allMatch(event -> event.type() == MemberEvent.Type.MEMBER_JOINED);
    await(HyParViewCluster.of(second).setTags(Map.of("rack", "7")));
    assertThat(idsOf(first, "rack=7,!zone")).containsExactly(secondId);
    MemberEvent changed = next(events, MemberEvent.Type.MEMBER_CHANGED);
    while (changed.member().tags().containsKey("zone")) {
      changed = next(events, MemberEvent.Type.MEMBER_CHANGED);
    }
    assertThat(changed.member().id()).isEqualTo(secondId);
    assertThat(changed.member().tags()).isEqualTo(Map.of("rack", "7"));
    assertThatThrownBy(() -> HyParViewCluster.of(first).setTags(Map.of("a b", "")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> idsOf(Vertx vertx, String filter) throws Exception {
    return await(HyParViewCluster.of(vertx).members(TagFilter.parse(filter))).members().stream()
        .map(ClusterMember::id)
        .toList();
  }

  @Test
  void aReplicatedMapIsTheSameAtAllNodes() throws Exception {
    Vertx first = start();
    Vertx second = start();
    ReplicatedMap<String, Object> map = HyParViewCluster.of(first).replicatedMap("config");
    ReplicatedMap<String, Object> copy = HyParViewCluster.of(second).replicatedMap("config");
    BlockingQueue<MapChange<String, Object>> changes = new LinkedBlockingQueue<>();
    copy.changes(changes::add);
    await(map.put("limit", 7));
    await(map.put("rules", new JsonObject().put("n", 1)));
    assertThat(copy.get("limit")).isEqualTo(7);
    assertThat(copy.snapshot()).isEqualTo(map.snapshot()).hasSize(2);
    await(copy.remove("limit"));
    assertThat(map.containsKey("limit")).isFalse();
    assertThat(List.of(Waits.next(changes), Waits.next(changes), Waits.next(changes)))
        .containsExactly(
            new MapChange<>("limit", 7),
            new MapChange<>("rules", new JsonObject().put("n", 1)),
            new MapChange<>("limit", null));
    assertThat(first.sharedData().getLocalMap("config")).isEmpty();
    assertThatThrownBy(() -> await(map.put("big", "x".repeat(300_000))))
        .hasMessageContaining("262144 bytes");
    assertThat(await(map.put("after", true).map(copy.get("rules")))).isNotNull();
  }

  @Test
  void whatANodeOwnsGoesWithIt() throws Exception {
    Vertx first = start();
    Vertx second = start();
    ReplicatedMap<String, String> map = HyParViewCluster.of(first).replicatedMap("owned");
    BlockingQueue<MapChange<String, String>> changes = new LinkedBlockingQueue<>();
    map.changes(changes::add);
    await(HyParViewCluster.of(second)
        .<String, String>replicatedMap("owned")
        .putOwned("leader", "second"));
    assertThat(map.get("leader")).isEqualTo("second");
    assertThat(Waits.next(changes)).isEqualTo(new MapChange<>("leader", "second"));
    stop(second);
    assertThat(Waits.next(changes)).isEqualTo(new MapChange<>("leader", null));
    assertThat(map.size()).isZero();
  }

  @Test
  void withoutTheOptionNothingIsOnTheEventBus() throws Exception {
    Vertx vertx = start();
    assertThatThrownBy(() -> await(membersByEventBus(vertx))).hasMessageContaining("No handlers");
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
