package org.hyparview.micrometer;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The readings of all meters of one node, by the counters that they read. Not thread-safe. */
final class Readings {

  private static final String COUNT = "count";
  private static final String TOTAL = "totalNanos";

  private final Map<List<String>, Reading> byPath = new HashMap<>();

  /** Returns the readings so far. */
  Collection<Reading> all() {
    return byPath.values();
  }

  /**
   * Takes the counters of now.
   *
   * @param added called with each reading that was not there before, once it has its value
   */
  void update(JsonObject counters, Consumer<Reading> added) {
    update(new ArrayList<>(), counters, added);
  }

  private void update(List<String> path, JsonObject counters, Consumer<Reading> added) {
    if (counters.getValue(TOTAL) instanceof Number total
        && counters.getValue(COUNT) instanceof Number count) {
      read(path, true, total, count, added);
      return;
    }
    for (Map.Entry<String, Object> each : counters) {
      path.add(each.getKey());
      if (each.getValue() instanceof JsonObject further) {
        update(path, further, added);
      } else if (each.getValue() instanceof Number number) {
        read(path, false, number, 0, added);
      }
      path.remove(path.size() - 1);
    }
  }

  private void read(
      List<String> path, boolean isTimer, Number value, Number count, Consumer<Reading> added) {
    Reading reading = byPath.get(path);
    boolean isNew = reading == null;
    if (reading == null) {
      reading = create(path, isTimer);
    }
    if (reading != null) {
      reading.set(value);
      reading.setCount(count);
      if (isNew) {
        byPath.put(List.copyOf(path), reading);
        added.accept(reading);
      }
    }
  }

  /** Returns the reading of a counter, or null if no meter reads it. */
  static @Nullable Reading create(List<String> path, boolean isTimer) {
    for (MeterDefinition definition : Meters.ALL) {
      for (MeterDefinition.Source source : definition.sources()) {
        List<String> values = source.match(path);
        if (values != null && (definition.type() == MeterDefinition.Type.TIMER) == isTimer) {
          return new Reading(definition, values);
        }
      }
    }
    return null;
  }

  /** Notes that the node has ended. */
  void end() {
    byPath.values().forEach(Reading::end);
  }
}
