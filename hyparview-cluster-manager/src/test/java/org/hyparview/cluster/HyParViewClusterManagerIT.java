package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.hyparview.HyParViewClient;
import org.hyparview.HyParViewOptions;
import org.hyparview.HyParViewVerticle;
import org.hyparview.NodeOptions;
import org.hyparview.PeerEvent;
import org.hyparview.PeerInfo;
import org.hyparview.ViewPublisher;
import org.hyparview.protocol.peer.Blackhole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster manager as its users start it, on loopback. */
class HyParViewClusterManagerIT extends LocalNodes {

  private final Map<Vertx, HyParViewClusterManager> managers = new LinkedHashMap<>();

  @Test
  void itIsFoundOnTheClassPath() {
    assertThat(ServiceLoader.load(VertxServiceProvider.class).stream()
            .map(ServiceLoader.Provider::type))
        .contains(HyParViewClusterManager.class);
  }

  @Test
  void nodesThatStartTogetherAreOneCluster() throws Exception {
    List<Future<Vertx>> starting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      starting.add(start(new HyParViewClusterManager(options())));
    }
    await(Future.all(starting));
    Vertx last = starting.get(4).result();
    await(last.eventBus()
        .consumer("echo", message -> message.reply(message.body()))
        .completion());
    for (Future<Vertx> vertx : starting) {
      assertThat(await(vertx.result().eventBus().request("echo", "hello")).body())
          .isEqualTo("hello");
    }
  }

  /** A host in a list of contacts is often down, and it may be the first. */
  @Test
  void aContactThatIsDownIsPassedOver() throws Exception {
    Vertx first = await(start(new HyParViewClusterManager(options().setViewEvents(true))));
    BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    HyParViewClient.create(first).events(events::add);
    await(start(new HyParViewClusterManager(options())));
    String up = Waits.next(events).peer().address();
    HyParViewClusterOptions named = options().setContacts(List.of("127.0.0.1:1", up));
    named.getDiscovery().setLoopbackScan(false);
    HyParViewClusterManager third = new HyParViewClusterManager(named);
    await(start(third));
    assertThat(third.getNodes()).hasSize(3);
  }

  /** Starts a node that contacts may name. */
  private PeerInfo startContact() throws Exception {
    Vertx vertx = await(start(new HyParViewClusterManager(options().setViewEvents(true))));
    HyParViewClient client = HyParViewClient.create(vertx);
    AtomicReference<PeerInfo> node = new AtomicReference<>();
    Waits.until(vertx, () -> "The node answers requests for its views", () -> {
      await(client.views().onSuccess(views -> node.set(views.node())).otherwiseEmpty());
      return node.get() != null;
    });
    return Objects.requireNonNull(node.get());
  }

  /**
   * Ten hosts that are down, in whatever order, delay a start by a moment: no dial ends in this
   * test, so a start that waited for one would find no other node.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 5, 10})
  void contactsThatAreDownDelayAStartByAMoment(int living) throws Exception {
    PeerInfo contact = startContact();
    List<Blackhole> down = new ArrayList<>();
    try {
      List<String> contacts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        down.add(new Blackhole("127.0.0.1", 0));
        contacts.add(down.get(i).address().toString());
      }
      contacts.add(living, contact.address());
      HyParViewClusterManager second = new HyParViewClusterManager(options()
          .setLoopbackScan(false)
          .setContacts(contacts)
          .with(NodeOptions.LINKS, links -> links.setConnectTimeout(Waits.PATIENCE_MILLIS))
          .with(
              NodeOptions.MEMBERSHIP,
              membership -> membership.setRequestTimeout(Waits.PATIENCE_MILLIS)));
      long start = System.nanoTime();
      await(start(second));
      System.out.println("With the living contact at " + living + " of 10 joined after "
          + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");
      assertThat(second.getNodes()).hasSize(2);
    } finally {
      for (Blackhole each : down) {
        each.close();
      }
    }
  }

  @Test
  void aLeavingNodeIsRemovedForAll() throws Exception {
    HyParViewClusterManager first = new HyParViewClusterManager(options());
    await(start(first));
    HyParViewClusterManager second = new HyParViewClusterManager(options());
    Vertx leaving = await(start(second));
    assertThat(first.getNodes()).isEqualTo(second.getNodes()).hasSize(2).isSorted();
    started.remove(leaving);
    await(leaving.close());
    assertThat(first.getNodes()).containsExactly(first.getNodeId());
    assertThat(second.isActive()).isFalse();
  }

  @Test
  void aManagerThatHasAVertxIsRefusedToAnother() throws Exception {
    HyParViewClusterManager manager = new HyParViewClusterManager(options());
    Vertx first = await(start(manager));
    assertThatThrownBy(() -> start(manager))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("for each Vert.x");
    await(first.eventBus().consumer("echo", message -> message.reply("echo")).completion());
    Vertx second = await(start(new HyParViewClusterManager(options())));
    assertThat(await(second.eventBus().request("echo", "")).body()).isEqualTo("echo");
    assertThat(manager.getNodes()).hasSize(2);
  }

  @Test
  void aManagerThatHasLeftMayServeAnotherVertx() throws Exception {
    HyParViewClusterManager manager = new HyParViewClusterManager(options());
    Vertx first = await(start(manager));
    started.remove(first);
    await(first.close());
    await(start(manager));
    assertThat(manager.getNodes()).containsExactly(manager.getNodeId());
    assertThat(manager.isActive()).isTrue();
  }

  @Test
  void aNodeThatLeavesWhileItStartsDoesNotJoin() throws Exception {
    Vertx user = Vertx.vertx();
    started.add(user);
    HyParViewClusterManager manager = new HyParViewClusterManager(options());
    manager.init(user);
    Promise<Void> joined = Promise.promise();
    Promise<Void> left = Promise.promise();
    manager.join(joined);
    manager.leave(left);
    await(left.future());
    assertThatThrownBy(() -> await(joined.future())).hasMessageContaining("left");
    assertThat(manager.isActive()).isFalse();
    HyParViewClusterManager other = new HyParViewClusterManager(options());
    await(start(other));
    assertThat(other.getNodes()).containsExactly(other.getNodeId());
  }

  private static Set<Thread> threadsThatKeepTheJvm() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }

  /** As a command-line tool wants it, which ends without closing its Vert.x. */
  @Test
  void daemonThreadsOfTheUsersVertxMakeThoseOfTheNodeDaemons() throws Exception {
    Set<Thread> before = threadsThatKeepTheJvm();
    Vertx vertx = await(Vertx.builder()
        .with(new VertxOptions().setUseDaemonThread(true))
        .withClusterManager(new HyParViewClusterManager(options()))
        .buildClustered()
        .onSuccess(started::add));
    await(vertx.sharedData().getCounter("c").compose(Counter::incrementAndGet));
    Set<Thread> after = threadsThatKeepTheJvm();
    after.removeAll(before);
    assertThat(after).isEmpty();
  }

  @Test
  void aContactMayHaveANameThatTheApplicationResolves() throws Exception {
    int port = startContact().port();
    HyParViewClusterManager second = new HyParViewClusterManager(
        options().setLoopbackScan(false).setContacts(List.of("first.test:" + port)));
    AddressResolverOptions names =
        new AddressResolverOptions().setHostsValue(Buffer.buffer("127.0.0.1 first.test"));
    await(Vertx.builder()
        .with(new VertxOptions().setAddressResolverOptions(names))
        .withClusterManager(second)
        .buildClustered()
        .onSuccess(started::add));
    assertThat(second.getNodes()).hasSize(2);
  }

  private Vertx startAndLeave() throws Exception {
    HyParViewClusterManager manager = new HyParViewClusterManager(options().setViewEvents(true));
    Vertx vertx = await(start(manager));
    Promise<Void> left = Promise.promise();
    manager.leave(left);
    await(left.future());
    return vertx;
  }

  @Test
  void aNodeThatHasLeftStillRegistersLocalHandlers() throws Exception {
    Vertx vertx = startAndLeave();
    MessageConsumer<String> echo =
        vertx.eventBus().localConsumer("echo", message -> message.reply(message.body()));
    await(echo.completion());
    assertThat(await(vertx.eventBus().request("echo", "hello")).body()).isEqualTo("hello");
    await(echo.unregister());
  }

  @Test
  void aNodeThatHasLeftRegistersClusteredHandlersAtOnce() throws Exception {
    MessageConsumer<String> consumer = startAndLeave().eventBus().consumer("x", message -> {});
    await(consumer.completion());
    await(consumer.unregister());
  }

  @Test
  void aNodeThatHasLeftFreesThePrefixOfItsViews() throws Exception {
    assertThat(new ViewPublisher(startAndLeave(), options().getEventBusPrefix()).claim())
        .isTrue();
  }

  @Test
  void mapsCountersAndLocksAreSharedByAll() throws Exception {
    Vertx first = await(start(new HyParViewClusterManager(options())));
    Vertx second = await(start(new HyParViewClusterManager(options())));
    AsyncMap<String, String> map = await(first.sharedData().getClusterWideMap("map"));
    await(map.put("key", "value"));
    AsyncMap<String, String> same = await(second.sharedData().getClusterWideMap("map"));
    assertThat(await(same.get("key"))).isEqualTo("value");
    assertThat(await(await(first.sharedData().getCounter("c")).incrementAndGet()))
        .isEqualTo(1);
    assertThat(await(await(second.sharedData().getCounter("c")).incrementAndGet()))
        .isEqualTo(2);
    FencedLock lock = (FencedLock) await(first.sharedData().getLock("lock"));
    assertThatThrownBy(() -> await(second.sharedData().getLockWithTimeout("lock", 10)))
        .hasMessageContaining("Timed out waiting to get lock lock");
    lock.release();
    FencedLock next = (FencedLock) await(second.sharedData().getLock("lock"));
    assertThat(next.token()).isGreaterThan(lock.token());
  }

  private static long dataThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hyparview-data"))
        .count();
  }

  @Test
  void aThreadForSharedDataIsThereOnceTheyAre() throws Exception {
    HyParViewClusterOptions ownThread = options();
    ownThread.getSharedData().setSharedDataThread(true);
    Vertx vertx = await(start(new HyParViewClusterManager(ownThread)));
    assertThat(dataThreads()).isZero();
    assertThat(await(await(vertx.sharedData().getCounter("c")).incrementAndGet()))
        .isEqualTo(1);
    assertThat(dataThreads()).isEqualTo(1);
  }

  @Test
  void aNodeThatSharesNothingHasNoReplicas() throws Exception {
    HyParViewClusterManager manager = new HyParViewClusterManager(options());
    Vertx vertx = await(start(manager));
    assertThat(await(manager.health()).replicas()).isEmpty();
    assertThat(await(await(vertx.sharedData().getCounter("c")).incrementAndGet()))
        .isEqualTo(1);
    assertThat(await(manager.health()).replicas()).containsExactly(manager.getNodeId());
    assertThat(await(manager.health()).leader()).isEqualTo(manager.getNodeId());
  }

  @Test
  void changesOfTheViewsAreOnTheLocalEventBus() throws Exception {
    Vertx first = await(start(new HyParViewClusterManager(options().setViewEvents(true))));
    BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    HyParViewClient client = HyParViewClient.create(first);
    client.events(events::add);
    HyParViewClusterManager other = new HyParViewClusterManager(options());
    Vertx second = await(start(other));
    PeerEvent up = Waits.next(events);
    assertThat(up.isUp()).isTrue();
    assertThat(up.peer().id()).isEqualTo(other.getNodeId());
    assertThat(await(client.views()).active())
        .extracting(PeerInfo::id)
        .containsExactly(other.getNodeId());
    started.remove(second);
    await(second.close());
    assertThat(Waits.next(events).reason()).isEqualTo(PeerEvent.Reason.LEFT);
  }

  /** The node opens its addresses a moment after its Vert.x has started. */
  @Test
  void aFirstSubscriberHearsThePresentNeighbors() throws Exception {
    HyParViewClusterManager first = new HyParViewClusterManager(options());
    await(start(first));
    BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    await(start(new HyParViewClusterManager(options().setViewEvents(true)))
        .onSuccess(vertx -> HyParViewClient.create(vertx).events(events::add)));
    PeerEvent up = Waits.next(events);
    assertThat(up.isUp()).isTrue();
    assertThat(up.peer().id()).isEqualTo(first.getNodeId());
  }

  /** The metrics of an event bus that record the addresses of all handlers and messages. */
  private static final class Addresses implements VertxMetrics, EventBusMetrics<String> {

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    public EventBusMetrics<?> createEventBusMetrics() {
      return this;
    }

    @Override
    public String handlerRegistered(String address) {
      seen.add(address);
      return address;
    }

    @Override
    public void messageSent(String address, boolean publish, boolean local, boolean remote) {
      seen.add(address);
    }
  }

  @Test
  void theEventBusHasNoHandlerAndNoMessageOfTheManagersUnlessAskedFor() throws Exception {
    Addresses addresses = new Addresses();
    HyParViewClusterManager manager = new HyParViewClusterManager(options());
    Vertx vertx = await(Vertx.builder()
        .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
        .withMetrics(metrics -> addresses)
        .withClusterManager(manager)
        .buildClustered()
        .onSuccess(started::add));
    await(start(new HyParViewClusterManager(options())));
    assertThat(await(manager.health()).neighbors()).isEqualTo(1);
    await(vertx.eventBus().consumer("mine", message -> {}).completion());
    assertThat(addresses.seen).containsExactly("mine");
    assertThatThrownBy(() -> await(HyParViewClient.create(vertx).views()))
        .hasMessageContaining("No handlers");
  }

  @Test
  void withoutViewEventsAVerticleMayHaveThePrefix() throws Exception {
    Vertx vertx = await(start(new HyParViewClusterManager(options())));
    HyParViewOptions overlay = new HyParViewOptions().setPort(0).setHost("127.0.0.1");
    assertThat(await(vertx.deployVerticle(new HyParViewVerticle(overlay)))).isNotEmpty();
  }

  @Test
  void aVerticleInTheSameVertxNeedsAPrefixOfItsOwn() throws Exception {
    Vertx vertx = await(start(new HyParViewClusterManager(options().setViewEvents(true))));
    HyParViewOptions overlay = new HyParViewOptions().setPort(0).setHost("127.0.0.1");
    assertThatThrownBy(() -> await(vertx.deployVerticle(new HyParViewVerticle(overlay))))
        .hasMessageContaining("set eventBusPrefix");
    overlay.setEventBusPrefix("own");
    assertThat(await(vertx.deployVerticle(new HyParViewVerticle(overlay)))).isNotEmpty();
  }

  /** Each of four nodes has at most two neighbors, so none sees all others. */
  @Test
  void withTheScopeOfTheActiveViewOnlyNeighborsAreReached() throws Exception {
    HyParViewClusterOptions options = options()
        .setViewEvents(true)
        .setMembershipScope(MembershipScope.ACTIVE_VIEW)
        .setActiveViewSize(2);
    for (int i = 0; i < 6; i++) {
      HyParViewClusterManager manager = new HyParViewClusterManager(options);
      Vertx vertx = await(start(manager));
      String id = manager.getNodeId();
      await(vertx.eventBus().consumer("at-" + id, message -> message.reply(id)).completion());
      await(vertx.eventBus().consumer("all", message -> message.reply(id)).completion());
      managers.put(vertx, manager);
    }
    for (Map.Entry<Vertx, HyParViewClusterManager> node : managers.entrySet()) {
      HyParViewClient client = HyParViewClient.create(node.getKey());
      List<String> seen = node.getValue().getNodes();
      assertThat(await(client.views()).active())
          .extracting(PeerInfo::id)
          .hasSizeBetween(1, 2)
          .containsExactlyInAnyOrderElementsOf(seen.stream()
              .filter(id -> !id.equals(node.getValue().getNodeId()))
              .toList());
      for (HyParViewClusterManager other : managers.values()) {
        Future<Message<Object>> answer =
            node.getKey().eventBus().request("at-" + other.getNodeId(), "");
        if (seen.contains(other.getNodeId())) {
          assertThat(await(answer).body()).isEqualTo(other.getNodeId());
        } else {
          assertThatThrownBy(() -> await(answer)).hasMessageContaining("No handlers");
        }
      }
      assertThat(seen)
          .contains((String) await(node.getKey().eventBus().request("all", "")).body());
    }
  }
}
