package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hyparview.cluster.Waits.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.hyparview.inspect.InspectionClient;
import org.hyparview.inspect.InspectionOptions;
import org.junit.jupiter.api.Test;

/** Clusters whose nodes share a secret. */
class SecretsIT extends LocalNodes {

  private static final String SECRET = "the-Secret-of-this-cluster-1234";
  private static final String NEXT = "the-Next-secret-of-this-cluster";
  private static final String OTHER = "a-Secret-of-another-cluster-567";

  private HyParViewClusterOptions options(String... secrets) {
    return super.options().setSecrets(List.of(secrets));
  }

  private HyParViewClusterManager begin(String... secrets) throws Exception {
    HyParViewClusterManager manager = new HyParViewClusterManager(options(secrets));
    await(start(manager));
    return manager;
  }

  private void awaitNodes(int count, HyParViewClusterManager... managers) throws Exception {
    for (HyParViewClusterManager manager : managers) {
      Waits.until(started.get(0), () -> "all see all", () -> manager.getNodes().size() == count);
    }
  }

  private JsonObject counters(int node) throws Exception {
    return await(HyParViewCluster.of(started.get(node)).counters());
  }

  @Test
  void nodesThatShareASecretAreAClusterAndOthersAreNotInIt() throws Exception {
    awaitNodes(3, begin(SECRET), begin(SECRET), begin(SECRET));
    await(started
        .get(0)
        .eventBus()
        .consumer("echo", message -> message.reply(message.body()))
        .completion());
    AsyncMap<String, String> map = await(started.get(1).sharedData().getAsyncMap("map"));
    await(map.put("key", "value"));
    HyParViewClusterManager wrong = begin(OTHER);
    HyParViewClusterManager plain = begin();
    assertThat(wrong.getNodes()).hasSize(1);
    assertThat(plain.getNodes()).hasSize(1);
    assertThat(counters(0).getJsonObject("links").getJsonObject("closed").getLong("bad-hello"))
        .isPositive();
    Vertx third = started.get(2);
    assertThat(await(third.eventBus().request("echo", "hello")).body()).isEqualTo("hello");
    AsyncMap<String, String> same = await(third.sharedData().getAsyncMap("map"));
    assertThat(await(same.get("key"))).isEqualTo("value");
  }

  @Test
  void aSecretIsShownNowhere() throws Exception {
    try (Log log = new Log()) {
      begin(SECRET);
      begin(SECRET);
      begin(OTHER);
      String address =
          await(HyParViewCluster.of(started.get(0)).members()).members().get(0).address();
      InspectionOptions inspector =
          new InspectionOptions().setClusterName(cluster).setSecrets(List.of(SECRET));
      InspectionClient client = await(InspectionClient.connect(started.get(0), inspector, address));
      JsonObject status = await(client.status());
      assertThat(status.getJsonObject("options").getString("secrets")).isEqualTo("set");
      assertThat(List.of(status, await(client.members()), counters(0), options(SECRET), inspector))
          .noneMatch(each -> each.toString().contains(SECRET));
      await(client.close());
      assertThat(log.lines).isNotEmpty().noneMatch(line -> line.contains(SECRET));
    }
  }

  @Test
  void aSecretIsReplacedInARunningCluster() throws Exception {
    HyParViewClusterManager a = begin(SECRET);
    HyParViewClusterManager b = begin(SECRET);
    awaitNodes(2, a, b);
    for (List<String> round :
        List.of(List.of(SECRET, NEXT), List.of(NEXT, SECRET), List.of(NEXT))) {
      for (Vertx node : List.copyOf(started)) {
        await(HyParViewCluster.of(node).updateSecrets(round));
      }
    }
    awaitNodes(3, a, b, begin(NEXT));
    assertThat(begin(SECRET).getNodes()).hasSize(1);
    awaitNodes(3, a, b);
  }

  @Test
  void theManagerKnowsWhetherTheEventBusHasTls() throws Exception {
    HyParViewClusterManager manager = new HyParViewClusterManager(options(SECRET));
    started.add(await(Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(manager)
        .buildClustered()));
    EventBusOptions known = Objects.requireNonNull(manager.eventBusOptions());
    assertThat(known.getHost()).isEqualTo("127.0.0.1");
    assertThat(known.isSsl()).isFalse();
  }

  /** What this project logs while it is open. */
  private static final class Log extends Handler implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    Log() {
      LoggerFactory.getLogger(SecretsIT.class);
      logger = Logger.getLogger("org.hyparview");
      logger.addHandler(this);
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(entry.getLevel() + " " + entry.getMessage() + " " + entry.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
