package org.hyparview.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.hyparview.cluster.protocol.data.ProtocolVersion;

/**
 * A member of a cluster in its own process under load: it adds to a counter, and to one of the next
 * version, requests answers on the event bus, and reports each outcome and its counters. Told to
 * close, it ends its load first.
 */
final class VersionMember {

  static final String TOTAL = "total";
  static final String NEXT = NextVersion.PREFIX + "-total";

  private static final int STATE_MILLIS = 100;
  private static final int PAUSE_MILLIS = 5;
  private static final int REQUEST_MILLIS = 10_000;
  private static final String ADDRESS = "echo";

  private final Vertx vertx;
  private final HyParViewClusterManager manager;
  private final MessageConsumer<Object> consumer;
  private boolean ending;
  private int running;
  private long requests;

  private VersionMember(Vertx vertx, HyParViewClusterManager manager) {
    this.vertx = vertx;
    this.manager = manager;
    consumer = vertx.eventBus().consumer(ADDRESS, message -> message.reply(message.body()));
  }

  /** The argument is the options as JSON. */
  public static void main(String[] arguments) throws IOException {
    HyParViewClusterManager manager =
        new HyParViewClusterManager(new HyParViewClusterOptions(new JsonObject(arguments[0])));
    Vertx vertx = Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(manager)
        .buildClustered()
        .await();
    VersionMember member = new VersionMember(vertx, manager);
    member.consumer.completion().await();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(go -> member.begin());
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (commands.readLine() != null) {
      context.runOnContext(go -> member.ending = true);
      if (commands.readLine() != null) {
        vertx.close().await();
        System.out.flush();
        Runtime.getRuntime().halt(0);
      }
    }
    Runtime.getRuntime().halt(1);
  }

  private void begin() {
    repeat(() -> add(TOTAL));
    if (ProtocolVersion.current() > ProtocolVersion.FIRST) {
      repeat(() -> add(NEXT));
    }
    repeat(this::request);
    vertx.setPeriodic(STATE_MILLIS, timer -> tell());
  }

  private interface Work {
    Future<?> run();
  }

  private void repeat(Work work) {
    if (ending) {
      return;
    }
    running++;
    work.run().onComplete(done -> {
      running--;
      vertx.setTimer(PAUSE_MILLIS, timer -> repeat(work));
    });
  }

  private Future<?> add(String counter) {
    return vertx
        .sharedData()
        .getCounter(counter)
        .compose(total -> total.incrementAndGet())
        .onSuccess(value -> System.out.println("added " + counter + " " + value))
        .onFailure(failure -> {
          boolean isKnown =
              failure instanceof SharedDataException refused && !refused.isOutcomeUnknown();
          System.out.println((isKnown ? "refused " : "unknown ") + counter + " "
              + String.valueOf(failure.getMessage()).replace(' ', '_'));
        });
  }

  private Future<?> request() {
    return vertx
        .eventBus()
        .request(ADDRESS, "hello", new DeliveryOptions().setSendTimeout(REQUEST_MILLIS))
        .onSuccess(reply -> requests++)
        .onFailure(failure -> System.out.println("failed " + failure.toString().replace(' ', '_')));
  }

  private void tell() {
    HyParViewCluster cluster = HyParViewCluster.of(vertx);
    cluster.counters().onSuccess(counters -> {
      JsonObject links = counters.getJsonObject("links");
      JsonObject skipped = links.getJsonObject("skippedFrames");
      JsonObject data = counters.getJsonObject("sharedData");
      System.out.println("state "
          + new JsonObject()
              .put("members", manager.getNodes().size())
              .put("version", cluster.version())
              .put("settled", data.getInteger("settled"))
              .put("leads", data.getJsonObject("role").getInteger("leader"))
              .put("badFrames", links.getJsonObject("closed").getInteger("bad-frame"))
              .put("membership", skipped.getLong("membership"))
              .put("broadcast", skipped.getLong("broadcast"))
              .put("registry", skipped.getLong("registry"))
              .put("payloads", counters.getJsonObject("registry").getLong("unknownKinds"))
              .put("sharedData", data.getLong("refused"))
              .put("gated", data.getLong("gated"))
              .put("outdated", data.getLong("outdated"))
              .put("requests", requests)
              .put("idle", ending && running == 0)
              .encode());
    });
  }
}
