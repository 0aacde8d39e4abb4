package org.hyparview.demo.inspect;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of snapshots and answers as people read them. */
final class Texts {

  private static final double MICROS_PER_MILLI = 1_000;
  private static final int MILLIS_PER_SECOND = 1_000;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int MINUTES_PER_HOUR = 60;
  private static final int HOURS_PER_DAY = 24;

  private Texts() {}

  /** Returns a number of microseconds as milliseconds, or a hyphen. */
  static String millis(@Nullable Long micros) {
    return micros == null ? "-" : String.format(Locale.ROOT, "%.3f ms", micros / MICROS_PER_MILLI);
  }

  /** Returns the value, or a hyphen. */
  static String orNone(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  /** Returns tags in the order of their keys, or a hyphen. */
  static String tags(Map<String, String> tags) {
    return tags.isEmpty()
        ? "-"
        : new TreeMap<>(tags)
            .entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(","));
  }

  /** Returns a time as days, hours, minutes and seconds, the two largest that it has. */
  static String duration(long millis) {
    long seconds = millis / MILLIS_PER_SECOND;
    long minutes = seconds / SECONDS_PER_MINUTE;
    long hours = minutes / MINUTES_PER_HOUR;
    long days = hours / HOURS_PER_DAY;
    if (days > 0) {
      return days + " d " + hours % HOURS_PER_DAY + " h";
    }
    if (hours > 0) {
      return hours + " h " + minutes % MINUTES_PER_HOUR + " min";
    }
    return minutes > 0 ? minutes + " min " + seconds % SECONDS_PER_MINUTE + " s" : seconds + " s";
  }

  /** Returns a JSON object in one line, as {@code key=value, …}. */
  static String inLine(JsonObject json) {
    return json.stream()
        .map(field -> field.getKey() + "="
            + (field.getValue() instanceof JsonObject inner
                ? "{" + inLine(inner) + "}"
                : String.valueOf(field.getValue())))
        .collect(Collectors.joining(", "));
  }

  /** Returns the noun with its number. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
