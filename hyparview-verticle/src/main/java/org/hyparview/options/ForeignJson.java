package org.hyparview.options;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The check of JSON that a converter of Vert.x reads. Vert.x ignores what it doesn't know, and what
 * has a wrong type: TLS with {@code "ssl": "true"} would be no TLS. So what was given is compared
 * with what the options that were made of it write.
 */
final class ForeignJson {

  private static final Pattern SECRET = Pattern.compile("[Pp]assword|[Vv]alue|[Ss]ecret");

  private ForeignJson() {}

  /**
   * Throws if a part of the JSON was ignored.
   *
   * @param name the option, for messages
   * @param given what the user wrote
   * @param read what the options made of it give back: the same, and defaults
   * @throws IllegalArgumentException naming the part, and what it was taken for
   */
  static void check(String name, JsonObject given, JsonObject read) {
    for (String key : given.fieldNames()) {
      Object value = given.getValue(key);
      if (read.containsKey(key)) {
        compare(name + "." + key, value, read.getValue(key));
      } else if (value != null && !isOneOf(read.getValue(key + "s"), value)) {
        throw unknown(name, key, read);
      }
    }
  }

  private static IllegalArgumentException unknown(String name, String key, JsonObject read) {
    String nearest = Spelling.nearest(key, read.fieldNames());
    return new IllegalArgumentException(name + "." + key
        + " is no option of Vert.x, or has a value of a wrong type"
        + (nearest == null ? "" : "; did you mean " + nearest + "?"));
  }

  /** Whether Vert.x took a value as a list of one: {@code certPath} for {@code certPaths}. */
  private static boolean isOneOf(@Nullable Object list, Object value) {
    return list instanceof JsonArray array && array.size() == 1 && array.contains(value);
  }

  private static void compare(String name, @Nullable Object given, @Nullable Object read) {
    if (given instanceof JsonObject object && read instanceof JsonObject whole) {
      check(name, object, whole);
    } else if (given != null && !isSame(given, read)) {
      throw new IllegalArgumentException(name + " must not be " + shown(name, given)
          + ", which Vert.x takes for " + (read == null ? "nothing" : shown(name, read)));
    }
  }

  private static boolean isSame(Object given, @Nullable Object read) {
    if (given instanceof Number number && read instanceof Number other) {
      return number.doubleValue() == other.doubleValue();
    }
    return given.equals(read);
  }

  /** Shows a string in quotes, which a boolean or a number doesn't have, and no secret. */
  private static String shown(String name, Object value) {
    if (SECRET.matcher(name).find()) {
      return "what it is";
    }
    return value instanceof CharSequence ? "\"" + value + "\"" : value.toString();
  }
}
