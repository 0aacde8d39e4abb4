package org.hyparview.micrometer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definition of the meters of one name: what they are, and which counters they read. */
final class MeterDefinition {

  /** The kind of meter. */
  enum Type {
    GAUGE,
    COUNTER,
    TIMER
  }

  /**
   * The counters that some of the meters read.
   *
   * @param path the keys of the counters, dotted; {@code *} is any key, and the value of the next
   *     tag
   * @param values the values of the tags, if the path has no {@code *}
   */
  record Source(List<String> path, List<String> values) {

    /**
     * Returns the values of the tags for a counter, or null if it is none of these.
     *
     * @param keys the path of the counter
     */
    @Nullable
    List<String> match(List<String> keys) {
      if (keys.size() != path.size()) {
        return null;
      }
      List<String> found = new ArrayList<>(values);
      for (int i = 0; i < keys.size(); i++) {
        if (path.get(i).equals("*")) {
          found.add(keys.get(i));
        } else if (!path.get(i).equals(keys.get(i))) {
          return null;
        }
      }
      return found;
    }
  }

  private static final double NANOS_PER_SECOND = 1e9;

  private final Type type;
  private final String name;
  private final String description;
  private final List<String> tags;
  private final List<Source> sources = new ArrayList<>();
  private @Nullable String unit;
  private double divisor = 1;

  MeterDefinition(Type type, String name, String description, String... tags) {
    this.type = type;
    this.name = name;
    this.description = description;
    this.tags = List.of(tags);
  }

  /** Makes bytes its unit. */
  MeterDefinition bytes() {
    unit = "bytes";
    return this;
  }

  /** Makes seconds its unit; the counters are nanoseconds. */
  MeterDefinition seconds() {
    unit = "seconds";
    divisor = NANOS_PER_SECOND;
    return this;
  }

  /** Adds counters. Those of a timer have the keys {@code count} and {@code totalNanos} below. */
  MeterDefinition at(String path, String... values) {
    sources.add(new Source(List.of(path.split("\\.")), List.of(values)));
    return this;
  }

  Type type() {
    return type;
  }

  String name() {
    return name;
  }

  String description() {
    return description;
  }

  List<String> tags() {
    return tags;
  }

  List<Source> sources() {
    return sources;
  }

  @Nullable
  String unit() {
    return unit;
  }

  /** Returns by what a counter is to be divided to have the unit. */
  double divisor() {
    return divisor;
  }
}
