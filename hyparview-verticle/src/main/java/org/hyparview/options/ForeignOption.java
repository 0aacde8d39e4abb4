package org.hyparview.options;

import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An object of another library, with its own way to JSON and back. */
final class ForeignOption<T> extends Option<T> {

  private final UnaryOperator<T> copier;
  private final Function<JsonObject, T> reader;
  private final Function<T, Object> writer;

  ForeignOption(
      String name,
      T byDefault,
      UnaryOperator<T> copier,
      Function<JsonObject, T> reader,
      Function<T, Object> writer) {
    super(name, null, byDefault, null);
    this.copier = copier;
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  T copy(T value) {
    return copier.apply(value);
  }

  @Override
  T read(Object json) {
    return reader.apply(Rule.object(name(), json));
  }

  @Override
  Object write(T value) {
    return writer.apply(value);
  }
}
