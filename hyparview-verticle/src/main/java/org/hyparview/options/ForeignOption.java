package org.hyparview.options;

import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An object of another library, with its own way to JSON and back. */
final class ForeignOption<T> extends Option<T> {

  private final UnaryOperator<T> copier;
  private final Function<JsonObject, T> reader;
  private final Function<T, JsonObject> writer;
  private final Consumer<T> check;

  ForeignOption(
      String name,
      T byDefault,
      UnaryOperator<T> copier,
      Function<JsonObject, T> reader,
      Function<T, JsonObject> writer,
      Consumer<T> check) {
    super(name, null, byDefault, null);
    this.copier = copier;
    this.reader = reader;
    this.writer = writer;
    this.check = check;
  }

  @Override
  boolean isHidden() {
    return true;
  }

  @Override
  T copy(T value) {
    check.accept(value);
    return copier.apply(value);
  }

  @Override
  T read(Object json) {
    JsonObject given = Rule.object(name(), json);
    T value = convert(given);
    ForeignJson.check(name(), given, writer.apply(value));
    return value;
  }

  private T convert(JsonObject given) {
    try {
      return reader.apply(given);
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(name() + ": a value has a wrong type", e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  Object write(T value) {
    return writer.apply(value);
  }
}
