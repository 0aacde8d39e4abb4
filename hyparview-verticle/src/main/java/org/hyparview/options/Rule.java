package org.hyparview.options;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.hyparview.options.Option.Kind;
import org.hyparview.protocol.peer.Ranges;
import org.hyparview.protocol.peer.Text;

/** The values that an option takes. Rules are classes, since lambdas cost more at startup. */
abstract class Rule {

  /** The kind of JSON. */
  final Kind kind;

  private Rule(Kind kind) {
    this.kind = kind;
  }

  /**
   * Returns the value for some JSON.
   *
   * @throws IllegalArgumentException naming the option, what it takes, and the value
   */
  abstract Object read(String name, Object json);

  /** Returns the JSON if it is of a type. */
  private static <J> J as(String name, Class<J> type, String wanted, Object json) {
    if (type.isInstance(json)) {
      return type.cast(json);
    }
    throw refused(name, wanted, json);
  }

  private static IllegalArgumentException refused(String name, String wanted, Object json) {
    return new IllegalArgumentException(name + " must be " + wanted + ", but is " + json);
  }

  /** Returns the JSON if it is an object. */
  static JsonObject object(String name, Object json) {
    return as(name, JsonObject.class, "a JSON object", json);
  }

  /** A whole number within a range. */
  static final class Whole extends Rule {

    private final long min;
    private final long max;
    private final boolean wide;

    /** Creates the rule for numbers of 64 bits if {@code wide}, else of 32. */
    Whole(long min, long max, boolean wide) {
      super(Kind.NUMBER);
      this.min = min;
      this.max = max;
      this.wide = wide;
    }

    @Override
    Object read(String name, Object json) {
      Number number = as(name, Number.class, "a whole number", json);
      if (number.doubleValue() != number.longValue()) {
        throw refused(name, "a whole number", json);
      }
      long value = Ranges.check(name, number.longValue(), min, max);
      if (wide) {
        return value;
      }
      return (int) value;
    }
  }

  /** True or false. */
  static final class Flag extends Rule {

    Flag() {
      super(Kind.FLAG);
    }

    @Override
    Object read(String name, Object json) {
      return as(name, Boolean.class, "true or false", json);
    }
  }

  /** A string of 1 to 255 bytes in UTF-8 that is not blank and has no control characters. */
  static final class Name extends Rule {

    private static final int MAX_BYTES = 255;

    Name() {
      super(Kind.STRING);
    }

    @Override
    Object read(String name, Object json) {
      String string = as(name, String.class, "a string", json);
      Text.check(name, string, MAX_BYTES, true);
      if (string.isBlank()) {
        throw new IllegalArgumentException(name + " must not be blank");
      }
      return string;
    }
  }

  /** The name or address of a host. */
  static final class Host extends Rule {

    private final BiConsumer<String, String> check;

    /** Creates the rule by a check of the option's name and value. */
    Host(BiConsumer<String, String> check) {
      super(Kind.STRING);
      this.check = check;
    }

    @Override
    String read(String name, Object json) {
      String host = as(name, String.class, "a string", json);
      check.accept(name, host);
      return host;
    }
  }

  /** A string that a parser accepts. */
  static final class Parsed extends Rule {

    private final Consumer<String> parser;

    Parsed(Consumer<String> parser) {
      super(Kind.STRING);
      this.parser = parser;
    }

    @Override
    String read(String name, Object json) {
      String string = as(name, String.class, "a string", json);
      try {
        parser.accept(string);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
      return string;
    }
  }

  /** An array of strings that follow a rule. */
  static final class Strings extends Rule {

    private final Parsed element;

    Strings(Parsed element) {
      super(Kind.STRINGS);
      this.element = element;
    }

    @Override
    Object read(String name, Object json) {
      List<String> strings = new ArrayList<>();
      for (Object string : as(name, JsonArray.class, "an array of strings", json)) {
        strings.add(element.read(name, string));
      }
      return List.copyOf(strings);
    }
  }

  /** An array of different strings that a check accepts, and that are in no message. */
  static final class Secrets extends Rule {

    private static final int MAX_SECRETS = 16;

    private final Parsed element;

    Secrets(Consumer<String> check) {
      super(Kind.STRINGS);
      element = new Parsed(check);
    }

    @Override
    Object read(String name, Object json) {
      if (!(json instanceof JsonArray array)
          || array.size() > MAX_SECRETS
          || !array.stream().allMatch(String.class::isInstance)) {
        throw new IllegalArgumentException(
            name + " must be an array of at most " + MAX_SECRETS + " strings");
      }
      List<String> secrets =
          array.stream().map(secret -> element.read(name, secret)).toList();
      if (secrets.stream().distinct().count() < secrets.size()) {
        throw new IllegalArgumentException(name + " must not have the same secret twice");
      }
      return secrets;
    }
  }

  /** An object of strings by strings that a check accepts as a whole. */
  static final class StringMap extends Rule {

    private final Consumer<Map<String, String>> check;

    StringMap(Consumer<Map<String, String>> check) {
      super(Kind.OBJECT);
      this.check = check;
    }

    @Override
    Object read(String name, Object json) {
      Map<String, String> map = new TreeMap<>();
      for (Map.Entry<String, Object> field : object(name, json)) {
        String key = field.getKey();
        map.put(key, as(name + "." + key, String.class, "a string", field.getValue()));
      }
      try {
        check.accept(map);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
      return Collections.unmodifiableMap(map);
    }
  }

  /** One of some numbers, or of the constants of an enum by their names. */
  static final class Choice extends Rule {

    private final List<?> choices;

    Choice(Kind kind, List<?> choices) {
      super(kind);
      this.choices = choices;
    }

    @Override
    Object read(String name, Object json) {
      for (Object choice : choices) {
        if (choice.equals(json) || (kind == Kind.STRING && choice.toString().equals(json))) {
          return choice;
        }
      }
      throw refused(name, "one of " + choices, json);
    }
  }
}
