package org.hyparview.options;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of what JSON has what a setter takes, and back. */
final class JsonValues {

  private JsonValues() {}

  /**
   * Reads an option.
   *
   * @param type what the setter takes: String, int, long, boolean, List of texts, or an enum
   * @throws IllegalArgumentException naming the option, if the value is of another type
   */
  static Object read(String name, Class<?> type, Object value) {
    if (type == String.class) {
      return text(name, value);
    }
    if (type == int.class) {
      return (int) Checks.range(name, whole(name, value), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return whole(name, value);
    }
    if (type == boolean.class) {
      return flag(name, value);
    }
    return type.isEnum() ? constant(name, type, value) : texts(name, value);
  }

  /** What JSON has for the value of an option. */
  static @Nullable Object write(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new JsonArray(list);
    }
    return value instanceof Enum<?> constant ? constant.name() : value;
  }

  /** Reads an option that is an object. */
  static JsonObject object(String name, Object value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrongType(name, "a JSON object", value);
  }

  private static String text(String name, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrongType(name, "a text", value);
  }

  private static Object constant(String name, Class<?> type, Object value) {
    Object[] constants = type.getEnumConstants();
    for (Object constant : constants) {
      if (((Enum<?>) constant).name().equals(value)) {
        return constant;
      }
    }
    throw wrongType(name, "one of " + List.of(constants), value);
  }

  private static boolean flag(String name, Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrongType(name, "true or false", value);
  }

  private static long whole(String name, Object value) {
    if (value instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw wrongType(name, "a whole number", value);
  }

  private static List<String> texts(String name, Object value) {
    if (value instanceof JsonArray array) {
      List<String> texts = new ArrayList<>();
      for (Object text : array) {
        texts.add(text(name, text));
      }
      return List.copyOf(texts);
    }
    throw wrongType(name, "an array of texts", value);
  }

  private static IllegalArgumentException wrongType(String name, String wanted, Object value) {
    return new IllegalArgumentException(name + " must be " + wanted + ", but is " + value);
  }
}
