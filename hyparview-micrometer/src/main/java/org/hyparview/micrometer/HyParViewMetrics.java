package org.hyparview.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one node as meters: of a verticle by {@code verticle::counters} or
 * {@code client::counters}, and of a clustered Vert.x by {@code cluster::counters}.
 *
 * <p>It asks for the counters once a second, and meters show the last answer: a scrape never waits
 * for the node, nor does the node for a scrape. So a value is up to a second old. Once the node has
 * ended, counters keep their values and gauges have none ({@code NaN}). No meter has a tag for a
 * peer, an address of the event bus or a name of the user's, so their number is bounded.
 *
 * <p>Safe for use by any thread.
 */
public final class HyParViewMetrics implements MeterBinder, AutoCloseable {

  private static final long REFRESH_MILLIS = 1_000;
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Context context;
  private final Supplier<Future<JsonObject>> counters;
  private final Tags tags;
  private final Readings readings = new Readings();

  // Of the context only, as are the readings:
  private final List<Binding> bindings = new ArrayList<>();
  private long timer = NO_TIMER;
  private boolean asking;
  private boolean closed;

  /** Creates meters without further tags. */
  public HyParViewMetrics(Vertx vertx, Supplier<Future<JsonObject>> counters) {
    this(vertx, counters, List.of());
  }

  /**
   * Creates meters that are in no registry yet.
   *
   * @param vertx whose timer asks for the counters
   * @param counters asks for the counters of the node; a failure, such as of a verticle that is not
   *     deployed, means that there are none now
   * @param tags added to all meters: needed if two nodes have the same registry
   */
  public HyParViewMetrics(
      Vertx vertx, Supplier<Future<JsonObject>> counters, Iterable<? extends Tag> tags) {
    this.vertx = Objects.requireNonNull(vertx, "vertx");
    this.counters = Objects.requireNonNull(counters, "counters");
    this.tags = Tags.of(tags);
    context = vertx.getOrCreateContext();
  }

  /**
   * Adds the meters to the default registry of Vert.x's own metrics.
   *
   * @throws IllegalStateException if vertx-micrometer-metrics is not on the class path, or has no
   *     registry since no Vert.x has its metrics enabled
   */
  public void bind() {
    bindTo(DefaultRegistry.get());
  }

  /** Adds the meters to a registry, as soon as the node has counters. */
  @Override
  public void bindTo(MeterRegistry registry) {
    Binding binding = new Binding(Objects.requireNonNull(registry, "registry"), tags);
    context.runOnContext(go -> add(binding));
  }

  private void add(Binding binding) {
    if (closed) {
      return;
    }
    bindings.add(binding);
    readings.all().forEach(binding::add);
    if (timer == NO_TIMER) {
      timer = vertx.setPeriodic(REFRESH_MILLIS, id -> refresh());
    }
    refresh();
  }

  /** Asks for the counters, unless the last answer is outstanding. */
  private void refresh() {
    if (!asking && !closed) {
      asking = true;
      ask()
          .onComplete(answer ->
              context.runOnContext(go -> answered(answer.succeeded() ? answer.result() : null)));
    }
  }

  private Future<JsonObject> ask() {
    try {
      return counters.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void answered(@Nullable JsonObject answer) {
    asking = false;
    if (answer == null) {
      readings.end();
    } else if (!closed) {
      readings.update(answer, reading -> bindings.forEach(binding -> binding.add(reading)));
    }
  }

  /** Asks no more, and removes the meters from their registries. */
  @Override
  public void close() {
    try {
      context.runOnContext(go -> end());
    } catch (RejectedExecutionException vertxHasEnded) {
      end();
    }
  }

  private void end() {
    closed = true;
    vertx.cancelTimer(timer);
    bindings.forEach(Binding::remove);
    bindings.clear();
  }

  /** The meters in one registry. */
  private static final class Binding {

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    Binding(MeterRegistry registry, Tags tags) {
      this.registry = registry;
      this.tags = tags;
    }

    void add(Reading reading) {
      meters.add(reading.register(registry, tags));
    }

    void remove() {
      meters.forEach(registry::remove);
    }
  }
}
