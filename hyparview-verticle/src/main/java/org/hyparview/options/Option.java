package org.hyparview.options;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One option: its name, which is that of its key in JSON and of its setter, its default, and the
 * values that it takes. Immutable.
 *
 * @param <T> the type of its value in Java
 */
public class Option<T> {

  /** The kinds of values in JSON. */
  public enum Kind {
    /** A string. */
    STRING,
    /** A whole number. */
    NUMBER,
    /** True or false. */
    FLAG,
    /** An array of strings. */
    STRINGS,
    /** An object. */
    OBJECT
  }

  private final String name;
  private final @Nullable Rule rule;
  private final @Nullable T byDefault;
  private final @Nullable BiConsumer<Options<?>, T> setter;

  /**
   * Creates an option.
   *
   * @param rule null for an object
   * @param byDefault null if it may be left without a value
   * @param setter null, or sets other options by this one, which is then read before them
   */
  Option(
      String name,
      @Nullable Rule rule,
      @Nullable T byDefault,
      @Nullable BiConsumer<Options<?>, T> setter) {
    this.name = name;
    this.rule = rule;
    this.byDefault = byDefault;
    this.setter = setter;
  }

  /** The name. */
  public final String name() {
    return name;
  }

  /** The default, or null if it may be left without a value; a copy, if it can change. */
  public final @Nullable T byDefault() {
    return check(byDefault);
  }

  final Kind kind() {
    return rule == null ? Kind.OBJECT : rule.kind;
  }

  /** Whether people are not shown its value, which may be a secret. */
  boolean isHidden() {
    return rule instanceof Rule.Secrets;
  }

  /** Returns the JSON of a value for people to read. */
  final Object shown(Object json) {
    return isHidden() && byDefault != null && !json.equals(write(byDefault)) ? "set" : json;
  }

  /** Whether it sets other options, and so is read before them. */
  final boolean leads() {
    return setter != null;
  }

  /** Returns the value as it is stored, or throws if it is not allowed. */
  final @Nullable T check(@Nullable T value) {
    if (value == null && byDefault == null) {
      return null;
    }
    return copy(Objects.requireNonNull(value, name + " must not be null"));
  }

  /** Returns a value that is allowed and that nothing else changes. */
  @SuppressWarnings("unchecked")
  T copy(T value) {
    return value instanceof Options<?> part ? (T) part.copy() : read(write(value));
  }

  /** The value for some JSON. */
  @SuppressWarnings("unchecked")
  T read(Object json) {
    return (T) Objects.requireNonNull(rule, name).read(name, json);
  }

  /** The JSON for a value. */
  Object write(T value) {
    if (value instanceof Options<?> part) {
      return part.toJson();
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, each) -> object.put(String.valueOf(key), each));
      return object;
    }
    return value instanceof List<?> list
        ? new JsonArray(list)
        : value instanceof Enum<?> ? value.toString() : value;
  }

  /** Sets it to what JSON has; a part keeps what the JSON lacks. */
  final void apply(Options<?> options, Object json) {
    if (byDefault instanceof Options<?>) {
      ((Options<?>) options.get(this)).read(name + ".", Rule.object(name, json));
    } else if (setter == null) {
      options.set(this, read(json));
    } else {
      setter.accept(options, read(json));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
