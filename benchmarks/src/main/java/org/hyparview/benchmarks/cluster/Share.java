package org.hyparview.benchmarks.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/** The share of this process's CPU time that some methods take, by samples of Flight Recorder. */
final class Share {

  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final Duration PERIOD = Duration.ofMillis(1);

  private final List<String> prefixes;
  private final LongAdder samples = new LongAdder();
  private final LongAdder hits = new LongAdder();

  private Share(List<String> prefixes) {
    this.prefixes = prefixes;
  }

  /**
   * Samples for so long.
   *
   * @param prefixes what the methods, as {@code class.method}, begin with
   */
  static Future<JsonObject> of(Vertx vertx, List<String> prefixes, long millis) {
    Share share = new Share(prefixes);
    return vertx.executeBlocking(() -> share.sample(millis));
  }

  private JsonObject sample(long millis) {
    try (RecordingStream stream = new RecordingStream()) {
      stream.enable(SAMPLE).withPeriod(PERIOD);
      stream.onEvent(SAMPLE, this::count);
      stream.setEndTime(Instant.now().plusMillis(millis));
      stream.start();
    }
    return new JsonObject().put("samples", samples.sum()).put("hits", hits.sum());
  }

  private void count(RecordedEvent event) {
    samples.increment();
    boolean isHit = event.getStackTrace().getFrames().stream()
        .map(frame -> frame.getMethod())
        .map(method -> method.getType().getName() + "." + method.getName())
        .anyMatch(name -> prefixes.stream().anyMatch(name::startsWith));
    if (isHit) {
      hits.increment();
    }
  }
}
