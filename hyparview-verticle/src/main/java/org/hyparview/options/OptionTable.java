package org.hyparview.options;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options of one class, a row an option. Its name in JSON is also that of its setter and its
 * getter.
 *
 * <p>Built once, in a static initialiser, and only read from then on; then safe for any thread.
 * What reads throws an {@link IllegalArgumentException} that names the option that is unknown, of a
 * wrong type or, by the setter's word, out of range.
 *
 * @param <T> the class that has the options
 */
public final class OptionTable<T> {

  /** What JSON an option takes. */
  public enum Kind {
    /** A text. */
    TEXT,
    /** A whole number. */
    NUMBER,
    /** True or false. */
    FLAG,
    /** An array of texts. */
    TEXTS,
    /** An object whose fields are somebody else's options. */
    OBJECT,
    /** An object whose fields are options of ours: {@code name.field}. */
    NESTED
  }

  /** The setter gets the value as JSON has it; the getter gives it so, or null for none. */
  private record Row<T>(
      Kind kind,
      BiConsumer<T, Object> setter,
      Function<T, @Nullable Object> getter,
      Map<String, Kind> nested) {}

  private final Class<T> type;
  private final Map<String, Row<T>> rows = new LinkedHashMap<>();
  private final Map<String, Row<T>> shorthands = new LinkedHashMap<>();

  /** A table without rows. The class and its setters and getters are public. */
  public OptionTable(Class<T> type) {
    this.type = type;
  }

  /** Adds options that are texts, or null for none. */
  public OptionTable<T> text(String... names) {
    return rows(Kind.TEXT, String.class, OptionTable::string, names);
  }

  /** Adds an option that is one of the names of an enum. */
  public <E extends Enum<E>> OptionTable<T> choice(String name, Class<E> constants) {
    return rows(Kind.TEXT, constants, (option, value) -> constant(option, constants, value), name);
  }

  /** Adds options that are whole numbers. */
  public OptionTable<T> number(String... names) {
    return rows(Kind.NUMBER, int.class, OptionTable::integer, names);
  }

  /** Adds options that are whole numbers of up to 64 bits. */
  public OptionTable<T> longNumber(String... names) {
    return rows(Kind.NUMBER, long.class, OptionTable::whole, names);
  }

  /** Adds options that are true or false. */
  public OptionTable<T> flag(String... names) {
    return rows(Kind.FLAG, boolean.class, OptionTable::bool, names);
  }

  /** Adds options that are lists of texts. */
  public OptionTable<T> texts(String... names) {
    return rows(Kind.TEXTS, List.class, OptionTable::strings, names);
  }

  /**
   * Adds options of one type.
   *
   * @param reader makes of a name and what JSON has what the setter takes, or throws
   */
  private OptionTable<T> rows(
      Kind kind, Class<?> valueType, BiFunction<String, Object, Object> reader, String... names) {
    for (String name : names) {
      Property property = new Property(type, name, valueType);
      row(
          name,
          kind,
          (options, value) -> property.set(options, reader.apply(name, value)),
          options -> asJson(property.get(options)));
    }
    return this;
  }

  private static @Nullable Object asJson(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new JsonArray(list);
    }
    return value instanceof Enum<?> constant ? constant.name() : value;
  }

  /** Adds an option that is an object of another library, with its own way to JSON and back. */
  public OptionTable<T> object(
      String name, BiConsumer<T, JsonObject> setter, Function<T, @Nullable Object> getter) {
    return row(
        name,
        Kind.OBJECT,
        (options, value) -> setter.accept(options, objectOf(name, value)),
        getter);
  }

  /**
   * Adds an option that is an object with a table of its own. Messages name its fields
   * {@code name.field}; fields that are missing in JSON keep the value that the getter gives.
   *
   * <p>The getter gives a copy.
   */
  public <N> OptionTable<T> nested(String name, OptionTable<N> table) {
    Property property = new Property(type, name, table.type);
    Function<T, N> getter =
        options -> table.type.cast(Objects.requireNonNull(property.get(options), name));
    Row<T> row = new Row<>(
        Kind.NESTED,
        (options, value) -> {
          N inner = getter.apply(options);
          table.read(name + ".", objectOf(name, value), inner);
          property.set(options, inner);
        },
        options -> table.write(getter.apply(options)),
        table.kinds());
    rows.put(name, row);
    return this;
  }

  /** Adds a number that sets several options, before all others are read; it is never written. */
  public OptionTable<T> shorthand(String name) {
    Property property = new Property(type, name, int.class);
    Row<T> row = new Row<>(
        Kind.NUMBER,
        (options, value) -> property.set(options, integer(name, value)),
        options -> null,
        Map.of());
    shorthands.put(name, row);
    return this;
  }

  /** Adds all options of a part, but for some. */
  public <P> OptionTable<T> include(
      OptionTable<P> part, Function<T, P> getter, Collection<String> except) {
    part.rows.forEach((name, row) -> {
      if (!except.contains(name)) {
        rows.put(name, lift(row, getter));
      }
    });
    part.shorthands.forEach((name, row) -> shorthands.put(name, lift(row, getter)));
    return this;
  }

  private static <T, P> Row<T> lift(Row<P> row, Function<T, P> part) {
    return new Row<>(
        row.kind,
        (options, value) -> row.setter.accept(part.apply(options), value),
        options -> row.getter.apply(part.apply(options)),
        row.nested);
  }

  private OptionTable<T> row(
      String name, Kind kind, BiConsumer<T, Object> setter, Function<T, @Nullable Object> getter) {
    rows.put(name, new Row<>(kind, setter, getter, Map.of()));
    return this;
  }

  /** The names of the options as JSON is written, in the order of the table. */
  public Set<String> names() {
    return Collections.unmodifiableSet(rows.keySet());
  }

  /**
   * All that can be set, with the kind of its value; {@code name.field} for the fields of a nested
   * object, which itself is {@link Kind#NESTED}.
   */
  public Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    shorthands.forEach((name, row) -> kinds.put(name, row.kind));
    rows.forEach((name, row) -> {
      kinds.put(name, row.kind);
      row.nested.forEach((field, kind) -> kinds.put(name + "." + field, kind));
    });
    return kinds;
  }

  /** Sets the options that the JSON has; null stands for the default. */
  public void read(JsonObject json, T options) {
    read("", json, options);
  }

  private void read(String prefix, JsonObject json, T options) {
    for (String name : json.fieldNames()) {
      if (!rows.containsKey(name) && !shorthands.containsKey(name)) {
        throw new IllegalArgumentException("There is no option "
            + prefix
            + name
            + "; the options are "
            + String.join(", ", rows.keySet()));
      }
    }
    try {
      shorthands.forEach((name, row) -> set(row, json.getValue(name), options));
      rows.forEach((name, row) -> set(row, json.getValue(name), options));
    } catch (IllegalArgumentException e) {
      throw prefix.isEmpty() ? e : new IllegalArgumentException(prefix + e.getMessage(), e);
    }
  }

  private static <T> void set(Row<T> row, @Nullable Object value, T options) {
    if (value != null) {
      row.setter.accept(options, value);
    }
  }

  /** Copies all but objects of other libraries, whose way through JSON is long. */
  public void copy(T from, T to) {
    rows.values().forEach(row -> {
      if (row.kind != Kind.OBJECT) {
        set(row, row.getter.apply(from), to);
      }
    });
  }

  /** The options as JSON, those that have no value left out. */
  public JsonObject write(T options) {
    JsonObject json = new JsonObject();
    rows.forEach((name, row) -> {
      Object value = row.getter.apply(options);
      if (value != null) {
        json.put(name, value);
      }
    });
    return json;
  }

  private static String string(String name, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrongType(name, "a text", value);
  }

  private static <E extends Enum<E>> E constant(String name, Class<E> type, Object value) {
    List<E> constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> constant.name().equals(value))
        .findFirst()
        .orElseThrow(() -> wrongType(name, "one of " + constants, value));
  }

  private static boolean bool(String name, Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrongType(name, "true or false", value);
  }

  private static int integer(String name, Object value) {
    return (int) Checks.range(name, whole(name, value), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long whole(String name, Object value) {
    if (value instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw wrongType(name, "a whole number", value);
  }

  private static JsonObject objectOf(String name, Object value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrongType(name, "a JSON object", value);
  }

  private static List<String> strings(String name, Object value) {
    if (value instanceof JsonArray array) {
      return array.stream().map(text -> string(name, text)).toList();
    }
    throw wrongType(name, "an array of texts", value);
  }

  private static IllegalArgumentException wrongType(String name, String wanted, Object value) {
    return new IllegalArgumentException(name + " must be " + wanted + ", but is " + value);
  }
}
