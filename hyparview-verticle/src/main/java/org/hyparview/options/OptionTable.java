package org.hyparview.options;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.hyparview.options.Option.Kind;
import org.hyparview.protocol.peer.Hosts;
import org.jspecify.annotations.Nullable;

/**
 * The options of one class, in their order.
 *
 * <p>JSON may have the options of a part as fields of an object under the name of the part, or flat
 * beside the others, so no two of them share a name. Filled in a static initializer and only read
 * from then on, so safe for use by any thread.
 */
public final class OptionTable {

  /** The longest time that most options take: one hour, in milliseconds. */
  private static final int MAX_MILLIS = 3_600_000;

  /** The longest time for which something is remembered: ten years, in milliseconds. */
  private static final long MAX_RETENTION_MILLIS = 10L * 365 * 24 * MAX_MILLIS;

  private final List<Option<?>> options = new ArrayList<>();
  private final Map<String, OptionTable> parts = new LinkedHashMap<>();
  private final Map<String, Option<?>> flat = new LinkedHashMap<>();

  /** Creates a table that begins with the options of some others. */
  public OptionTable(OptionTable... others) {
    for (OptionTable other : others) {
      options.addAll(other.options);
      parts.putAll(other.parts);
      flat.putAll(other.flat);
    }
  }

  /** Adds a whole number within a range, both ends included. */
  public Option<Integer> number(String name, int byDefault, int min, int max) {
    return add(name, new Rule.Whole(min, max, false), byDefault);
  }

  /** Adds a time in milliseconds, of at most an hour. */
  public Option<Integer> millis(String name, int byDefault, int min) {
    return number(name, byDefault, min, MAX_MILLIS);
  }

  /** Adds a time in milliseconds for which something is remembered, of at most ten years. */
  public Option<Long> retention(String name, long byDefault, long min) {
    return add(name, new Rule.Whole(min, MAX_RETENTION_MILLIS, true), byDefault);
  }

  /** Adds one of some numbers. */
  public Option<Integer> choice(String name, int byDefault, Integer... choices) {
    return add(name, new Rule.Choice(Kind.NUMBER, List.of(choices)), byDefault);
  }

  /** Adds one of the constants of an enum. */
  public <E extends Enum<E>> Option<E> choice(String name, E byDefault) {
    return add(name, constants(byDefault.getDeclaringClass()), byDefault);
  }

  private static Rule constants(Class<?> type) {
    return new Rule.Choice(Kind.STRING, List.of(type.getEnumConstants()));
  }

  /** Adds an option that is true or false. */
  public Option<Boolean> flag(String name, boolean byDefault) {
    return add(name, new Rule.Flag(), byDefault);
  }

  /** Adds a string of 1 to 255 bytes in UTF-8; without a default it may be left out. */
  public Option<String> string(String name, @Nullable String byDefault) {
    return add(name, new Rule.Name(), byDefault);
  }

  /** Adds the name or address of a host to listen at. */
  public Option<String> host(String name, String byDefault) {
    return add(name, new Rule.Host(Hosts::check), byDefault);
  }

  /** Adds the name or address of a host that others can dial; it may be left out. */
  public Option<String> dialableHost(String name) {
    return add(name, new Rule.Host(Hosts::checkDialable), null);
  }

  /** Adds a string that the parser must accept; without a default it may be left out. */
  public Option<String> parsed(String name, @Nullable String byDefault, Consumer<String> parser) {
    return add(name, new Rule.Parsed(parser), byDefault);
  }

  /** Adds a list of strings, each of which the parser must accept; by default an empty one. */
  public Option<List<String>> strings(String name, Consumer<String> parser) {
    return add(name, new Rule.Strings(new Rule.Parsed(parser)), List.of());
  }

  /** Adds a list of at most 16 strings that are shown nowhere, each of which the check accepts. */
  public Option<List<String>> secrets(String name, Consumer<String> check) {
    return add(name, new Rule.Secrets(check), List.of());
  }

  /** Adds strings by strings, which the check must accept; by default none. */
  public Option<Map<String, String>> stringMap(String name, Consumer<Map<String, String>> check) {
    return add(name, new Rule.StringMap(check), Map.of());
  }

  /** Adds a number of 1 or more that sets other options, which are read after it. */
  public <S> Option<Integer> leading(String name, BiConsumer<S, Integer> setter) {
    return leading(name, new Rule.Whole(1, Integer.MAX_VALUE, false), setter);
  }

  /** Adds one of the constants of an enum that sets other options, which are read after it. */
  public <E extends Enum<E>, S> Option<E> leading(
      String name, Class<E> type, BiConsumer<S, E> setter) {
    return leading(name, constants(type), setter);
  }

  /** A setter is only ever applied to options of the class that has it. */
  @SuppressWarnings("unchecked")
  private <T> Option<T> leading(String name, Rule rule, BiConsumer<?, T> setter) {
    return add(new Option<>(name, rule, null, (BiConsumer<Options<?>, T>) setter));
  }

  /**
   * Adds an object of another library, with its own way to JSON and back, and a check of its own.
   */
  public <T> Option<T> object(
      String name,
      T byDefault,
      UnaryOperator<T> copier,
      Function<JsonObject, T> reader,
      Function<T, JsonObject> writer,
      Consumer<T> check) {
    return add(new ForeignOption<>(name, byDefault, copier, reader, writer, check));
  }

  /** Adds the options of another class, which JSON has nested only. */
  public <P extends Options<P>> Option<P> nested(String name, P byDefault) {
    return add(new Option<>(name, null, byDefault, null));
  }

  /** Adds the options of another class, which JSON may have nested or flat. */
  public <P extends Options<P>> Option<P> part(String name, P byDefault) {
    Option<P> part = new Option<>(name, null, byDefault, null);
    options.add(part);
    parts.put(name, byDefault.table());
    for (Option<?> option : byDefault.table().flat.values()) {
      addFlat(option);
    }
    return part;
  }

  private <T> Option<T> add(String name, Rule rule, @Nullable T byDefault) {
    return add(new Option<>(name, rule, byDefault, null));
  }

  private <T> Option<T> add(Option<T> option) {
    options.add(option);
    addFlat(option);
    return option;
  }

  private void addFlat(Option<?> option) {
    if (flat.put(option.name(), option) != null) {
      throw new IllegalStateException("There are two options " + option);
    }
  }

  /** The options, parts among them. */
  List<Option<?>> options() {
    return options;
  }

  /** Whether an option is a part that JSON may have flat. */
  boolean isFlat(Option<?> option) {
    return parts.containsKey(option.name());
  }

  /**
   * Returns the JSON of a value for people to read: {@code "set"} for secrets, and for an object of
   * another library, which may have some.
   */
  Object shown(String name, Object json) {
    Option<?> option = flat.get(name);
    return option == null ? json : option.shown(json);
  }

  /**
   * The kind of each option by its flat name; {@code name.field} for the fields of an object that
   * JSON has nested only.
   */
  public Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    for (Option<?> option : flat.values()) {
      kinds.put(option.name(), option.kind());
      if (option.byDefault() instanceof Options<?> nested) {
        for (Map.Entry<String, Kind> field : nested.table().kinds().entrySet()) {
          kinds.put(option + "." + field.getKey(), field.getValue());
        }
      }
    }
    return kinds;
  }

  /**
   * The same JSON with all parts flat.
   *
   * @throws IllegalArgumentException naming an option that does not exist, or is there twice
   */
  public JsonObject flatten(JsonObject json) {
    JsonObject result = new JsonObject();
    flatten("", json, result);
    return result;
  }

  /** Adds the fields of an object, which messages name with the prefix. */
  void flatten(String prefix, JsonObject json, JsonObject result) {
    for (Map.Entry<String, Object> field : json) {
      String name = field.getKey();
      Object value = field.getValue();
      OptionTable part = parts.get(name);
      if (part != null) {
        if (value != null) {
          part.flatten(prefix + name + ".", Rule.object(prefix + name, value), result);
        }
      } else if (!flat.containsKey(name)) {
        throw unknown(prefix, name);
      } else if (result.containsKey(name)) {
        throw new IllegalArgumentException(name + " is there twice, flat and nested");
      } else {
        result.put(name, value);
      }
    }
  }

  /** The exception for a name that is no option, which messages have with a prefix. */
  public IllegalArgumentException unknown(String prefix, String name) {
    Set<String> names = new LinkedHashSet<>(kinds().keySet());
    names.addAll(parts.keySet());
    String nearest = Spelling.nearest(name, names);
    return new IllegalArgumentException("There is no option " + prefix + name
        + (nearest == null ? "; the" : "; did you mean " + nearest + "? The")
        + " options are " + String.join(", ", flat.keySet()));
  }
}
