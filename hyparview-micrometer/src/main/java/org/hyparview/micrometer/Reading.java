package org.hyparview.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The last value of one meter. One thread sets it, any thread reads it. */
final class Reading {

  private final MeterDefinition definition;
  private final Tags tags;
  private volatile double value;
  private volatile long count;

  /** Creates a reading of 0. */
  Reading(MeterDefinition definition, List<String> values) {
    this.definition = definition;
    Tags all = Tags.empty();
    for (int i = 0; i < values.size(); i++) {
      all = all.and(definition.tags().get(i), values.get(i));
    }
    tags = all;
  }

  void set(Number counter) {
    value = counter.doubleValue() / definition.divisor();
  }

  /** Sets the number of events of a timer. */
  void setCount(Number counter) {
    count = counter.longValue();
  }

  /** Notes that the node has ended: a gauge has no value then. */
  void end() {
    if (definition.type() == MeterDefinition.Type.GAUGE) {
      value = Double.NaN;
    }
  }

  private double value() {
    return value;
  }

  private long count() {
    return count;
  }

  /** Adds the meter to a registry. */
  Meter register(MeterRegistry registry, Tags further) {
    Tags all = further.and(tags);
    return switch (definition.type()) {
      case GAUGE ->
        Gauge.builder(definition.name(), this, Reading::value)
            .description(definition.description())
            .baseUnit(definition.unit())
            .tags(all)
            .strongReference(true)
            .register(registry);
      case COUNTER ->
        FunctionCounter.builder(definition.name(), this, Reading::value)
            .description(definition.description())
            .baseUnit(definition.unit())
            .tags(all)
            .register(registry);
      case TIMER ->
        FunctionTimer.builder(
                definition.name(), this, Reading::count, Reading::value, TimeUnit.SECONDS)
            .description(definition.description())
            .tags(all)
            .register(registry);
    };
  }

  @Override
  public String toString() {
    String reading = definition.type() == MeterDefinition.Type.TIMER ? count + " in " : "";
    return definition.name() + tags.stream().map(Tag::getValue).toList() + " = " + reading + value;
  }
}
