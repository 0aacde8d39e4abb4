package org.hyparview.options;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options of one concern, in the form of Vert.x's options, with strict checks.
 *
 * <p>Each option has a setter, which checks its argument at once and throws an
 * {@link IllegalArgumentException} that names the option, what it takes and the value; and a
 * constant, by which {@link #get} reads it, and which knows its name and default. In JSON the
 * options have the names of their properties. An unknown name and a value of a wrong type are
 * errors, null stands for the default, and the options of a part may be nested under its name or
 * flat beside the others. Not safe for concurrent use.
 *
 * @param <S> the class itself
 */
public abstract class Options<S extends Options<S>> implements Cloneable {

  private final OptionTable table;
  private Map<Option<?>, @Nullable Object> values = new HashMap<>();

  /** Creates options with their defaults. */
  protected Options(OptionTable table) {
    this.table = table;
    for (Option<?> option : table.options()) {
      values.put(option, option.byDefault());
    }
  }

  /** Creates a copy, parts included. */
  protected Options(Options<S> other) {
    table = other.table;
    copyFrom(other);
  }

  private void copyFrom(Options<S> other) {
    for (Option<?> option : table.options()) {
      copy(option, other);
    }
  }

  private <T> void copy(Option<T> option, Options<S> other) {
    values.put(option, option.check(other.getOrNull(option)));
  }

  /** Returns a copy of the same class. */
  @SuppressWarnings("unchecked")
  final Options<S> copy() {
    try {
      Options<S> copy = (Options<S>) clone();
      copy.values = new HashMap<>();
      copy.copyFrom(this);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Creates options with their defaults, but for what the JSON has. */
  protected Options(OptionTable table, JsonObject json) {
    this(table);
    read(json);
  }

  /**
   * The value of an option.
   *
   * @throws NullPointerException if it has none; see {@link #getOrNull}
   * @throws IllegalArgumentException if it is not an option of this class
   */
  public final <T> T get(Option<T> option) {
    return Objects.requireNonNull(getOrNull(option), option.name());
  }

  /** The value of an option, or null if it has none. */
  @SuppressWarnings("unchecked")
  public final <T> @Nullable T getOrNull(Option<T> option) {
    if (!values.containsKey(option)) {
      throw new IllegalArgumentException(
          getClass().getSimpleName() + " has no option " + option + " of its own");
    }
    return (T) values.get(option);
  }

  /** Changes a part, which has options of its own, in place. */
  public final <P extends Options<P>> S with(Option<P> part, Consumer<? super P> change) {
    change.accept(get(part));
    return self();
  }

  /** The names, kinds and parts of these options. */
  public final OptionTable table() {
    return table;
  }

  /** Checks and sets an option; null leaves it without a value, if it may be. */
  protected final <T> S set(Option<T> option, @Nullable T value) {
    values.put(option, option.check(value));
    return self();
  }

  /** These options. */
  @SuppressWarnings("unchecked")
  protected final S self() {
    return (S) this;
  }

  /** Sets what the JSON has, and leaves all else. */
  protected final void read(JsonObject json) {
    read("", json);
  }

  /** The same for fields that messages name with a prefix. */
  void read(String prefix, JsonObject json) {
    JsonObject flat = new JsonObject();
    table.flatten(prefix, json, flat);
    try {
      apply(flat, true);
      apply(flat, false);
    } catch (IllegalArgumentException e) {
      throw prefix.isEmpty() ? e : new IllegalArgumentException(prefix + e.getMessage(), e);
    }
  }

  private void apply(JsonObject flat, boolean leading) {
    for (Option<?> option : table.options()) {
      if (table.isFlat(option)) {
        ((Options<?>) get(option)).apply(flat, leading);
      } else if (option.leads() == leading) {
        Object json = flat.getValue(option.name());
        if (json != null) {
          option.apply(this, json);
        }
      }
    }
  }

  /**
   * These options as flat JSON, secrets and passwords included; those without a value are left out.
   */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    for (Option<?> option : table.options()) {
      write(option, json);
    }
    return json;
  }

  private <T> void write(Option<T> option, JsonObject json) {
    T value = getOrNull(option);
    if (value instanceof Options<?> part && table.isFlat(option)) {
      json.mergeIn(part.toJson());
    } else if (value != null) {
      json.put(option.name(), option.write(value));
    }
  }

  /**
   * The options that differ from those of another object of the class, as flat JSON for people to
   * read. Secrets, and an object of another library, which may hold a key or a password, are shown
   * as {@code "set"}.
   */
  public final JsonObject differences(S others) {
    JsonObject own = toJson();
    JsonObject other = others.toJson();
    JsonObject json = new JsonObject();
    for (String name : own.fieldNames()) {
      Object value = own.getValue(name);
      if (!value.equals(other.getValue(name))) {
        json.put(name, table.shown(name, value));
      }
    }
    return json;
  }

  /** Returns the options as JSON for people to read, as {@link #differences} shows them. */
  @Override
  public String toString() {
    JsonObject json = toJson();
    for (String name : List.copyOf(json.fieldNames())) {
      json.put(name, table.shown(name, json.getValue(name)));
    }
    return json.encode();
  }
}
