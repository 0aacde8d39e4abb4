package org.hyparview.options;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options of one class, a row an option. Its name in JSON is also that of its setter and its
 * getter.
 *
 * <p>Built once, in a static initializer, and only read from then on; then safe for any thread.
 * What reads throws an {@link IllegalArgumentException} that names the option that is unknown, of a
 * wrong type or, by the setter's word, out of range.
 *
 * @param <T> the class that has the options
 */
public final class OptionTable<T> {

  /** The kind of JSON value that an option takes. */
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

  private final Class<T> type;
  private final Map<String, Row<T>> rows = new LinkedHashMap<>();
  private final Map<String, Row<T>> shorthands = new LinkedHashMap<>();

  /** A table without rows. The class and its setters and getters are public. */
  public OptionTable(Class<T> type) {
    this.type = type;
  }

  Class<T> type() {
    return type;
  }

  /** Adds options that are texts, or null for none. */
  public OptionTable<T> text(String... names) {
    return values(Kind.TEXT, String.class, names);
  }

  /** Adds an option that is one of the names of an enum. */
  public <E extends Enum<E>> OptionTable<T> choice(String name, Class<E> constants) {
    return values(Kind.TEXT, constants, name);
  }

  /** Adds options that are whole numbers. */
  public OptionTable<T> number(String... names) {
    return values(Kind.NUMBER, int.class, names);
  }

  /** Adds options that are whole numbers of up to 64 bits. */
  public OptionTable<T> longNumber(String... names) {
    return values(Kind.NUMBER, long.class, names);
  }

  /** Adds options that are true or false. */
  public OptionTable<T> flag(String... names) {
    return values(Kind.FLAG, boolean.class, names);
  }

  /** Adds options that are lists of texts. */
  public OptionTable<T> texts(String... names) {
    return values(Kind.TEXTS, List.class, names);
  }

  private OptionTable<T> values(Kind kind, Class<?> valueType, String... names) {
    for (String name : names) {
      rows.put(name, new Row.Value<>(kind, new Property(type, name, valueType)));
    }
    return this;
  }

  /** Adds an option that is an object of another library, with its own way to JSON and back. */
  public OptionTable<T> object(
      String name, BiConsumer<T, JsonObject> setter, Function<T, @Nullable Object> getter) {
    rows.put(name, new Row.Foreign<>(name, setter, getter));
    return this;
  }

  /**
   * Adds an option that is an object with a table of its own. Messages name its fields
   * {@code name.field}; fields that are missing in JSON keep the value that the getter gives.
   *
   * <p>The getter gives a copy.
   */
  public <N> OptionTable<T> nested(String name, OptionTable<N> table) {
    rows.put(name, new Row.Nested<>(new Property(type, name, table.type), table));
    return this;
  }

  /** Adds a number that sets several options, before all others are read; it is never written. */
  public OptionTable<T> shorthand(String name) {
    shorthands.put(name, new Row.Value<>(Kind.NUMBER, new Property(type, name, int.class)));
    return this;
  }

  /** Adds all options of a part, but for some. */
  public <P> OptionTable<T> include(
      OptionTable<P> part, Function<T, P> getter, Collection<String> except) {
    for (Map.Entry<String, Row<P>> row : part.rows.entrySet()) {
      if (!except.contains(row.getKey())) {
        rows.put(row.getKey(), new Row.OfPart<>(row.getValue(), getter));
      }
    }
    for (Map.Entry<String, Row<P>> row : part.shorthands.entrySet()) {
      shorthands.put(row.getKey(), new Row.OfPart<>(row.getValue(), getter));
    }
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
    for (Map.Entry<String, Row<T>> row : shorthands.entrySet()) {
      kinds.put(row.getKey(), row.getValue().kind());
    }
    for (Map.Entry<String, Row<T>> row : rows.entrySet()) {
      kinds.put(row.getKey(), row.getValue().kind());
      for (Map.Entry<String, Kind> field : row.getValue().fields().entrySet()) {
        kinds.put(row.getKey() + "." + field.getKey(), field.getValue());
      }
    }
    return kinds;
  }

  /** Sets the options that the JSON has; null stands for the default. */
  public void read(JsonObject json, T options) {
    read("", json, options);
  }

  void read(String prefix, JsonObject json, T options) {
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
      set(shorthands, json, options);
      set(rows, json, options);
    } catch (IllegalArgumentException e) {
      throw prefix.isEmpty() ? e : new IllegalArgumentException(prefix + e.getMessage(), e);
    }
  }

  private static <T> void set(Map<String, Row<T>> rows, JsonObject json, T options) {
    for (Map.Entry<String, Row<T>> row : rows.entrySet()) {
      set(row.getValue(), json.getValue(row.getKey()), options);
    }
  }

  private static <T> void set(Row<T> row, @Nullable Object value, T options) {
    if (value != null) {
      row.set(options, value);
    }
  }

  /** Copies all but objects of other libraries, whose way through JSON is long. */
  public void copy(T from, T to) {
    for (Row<T> row : rows.values()) {
      if (row.kind() != Kind.OBJECT) {
        set(row, row.get(from), to);
      }
    }
  }

  /** The options as JSON, those that have no value left out. */
  public JsonObject write(T options) {
    JsonObject json = new JsonObject();
    for (Map.Entry<String, Row<T>> row : rows.entrySet()) {
      Object value = row.getValue().get(options);
      if (value != null) {
        json.put(row.getKey(), value);
      }
    }
    return json;
  }
}
