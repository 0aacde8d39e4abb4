package org.hyparview.options;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.hyparview.options.OptionTable.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An option of a class: its value as JSON has it.
 *
 * <p>Classes rather than lambdas, as {@link Property} says.
 *
 * @param <T> the class that has the options
 */
abstract class Row<T> {

  /** What JSON it takes. */
  abstract Kind kind();

  /** Sets it to what JSON has. */
  abstract void set(T options, Object value);

  /** Its value for JSON, or null for none. */
  abstract @Nullable Object get(T options);

  /** The fields that it has in turn. */
  Map<String, Kind> fields() {
    return Map.of();
  }

  /** A value by itself. */
  static final class Value<T> extends Row<T> {

    private final Kind kind;
    private final Property property;

    Value(Kind kind, Property property) {
      this.kind = kind;
      this.property = property;
    }

    @Override
    Kind kind() {
      return kind;
    }

    @Override
    void set(T options, Object value) {
      property.set(options, JsonValues.read(property.name(), property.type(), value));
    }

    @Override
    @Nullable
    Object get(T options) {
      return JsonValues.write(property.get(options));
    }
  }

  /** An object of another library. */
  static final class Foreign<T> extends Row<T> {

    private final String name;
    private final BiConsumer<T, JsonObject> setter;
    private final Function<T, @Nullable Object> getter;

    Foreign(String name, BiConsumer<T, JsonObject> setter, Function<T, @Nullable Object> getter) {
      this.name = name;
      this.setter = setter;
      this.getter = getter;
    }

    @Override
    Kind kind() {
      return Kind.OBJECT;
    }

    @Override
    void set(T options, Object value) {
      setter.accept(options, JsonValues.object(name, value));
    }

    @Override
    @Nullable
    Object get(T options) {
      return getter.apply(options);
    }
  }

  /** An object with a table of its own. */
  static final class Nested<T, N> extends Row<T> {

    private final Property property;
    private final OptionTable<N> table;

    Nested(Property property, OptionTable<N> table) {
      this.property = property;
      this.table = table;
    }

    @Override
    Kind kind() {
      return Kind.NESTED;
    }

    @Override
    void set(T options, Object value) {
      N inner = inner(options);
      table.read(property.name() + ".", JsonValues.object(property.name(), value), inner);
      property.set(options, inner);
    }

    @Override
    JsonObject get(T options) {
      return table.write(inner(options));
    }

    private N inner(T options) {
      Object inner = Objects.requireNonNull(property.get(options), property.name());
      return table.type().cast(inner);
    }

    @Override
    Map<String, Kind> fields() {
      return table.kinds();
    }
  }

  /** An option of a part of the options. */
  static final class OfPart<T, P> extends Row<T> {

    private final Row<P> row;
    private final Function<T, P> part;

    OfPart(Row<P> row, Function<T, P> part) {
      this.row = row;
      this.part = part;
    }

    @Override
    Kind kind() {
      return row.kind();
    }

    @Override
    void set(T options, Object value) {
      row.set(part.apply(options), value);
    }

    @Override
    @Nullable
    Object get(T options) {
      return row.get(part.apply(options));
    }

    @Override
    Map<String, Kind> fields() {
      return row.fields();
    }
  }
}
