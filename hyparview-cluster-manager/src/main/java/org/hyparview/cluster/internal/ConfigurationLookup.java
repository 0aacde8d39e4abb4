package org.hyparview.cluster.internal;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hyparview.cluster.HyParViewClusterOptions;
import org.hyparview.options.Option.Kind;
import org.hyparview.options.OptionTable;
import org.jspecify.annotations.Nullable;

/**
 * The lookup of options for a cluster manager that was created without any.
 *
 * <p>The file comes first: the one that the system property {@value #FILE_PROPERTY} or otherwise
 * the variable {@value #FILE_VARIABLE} names, as a path or as {@code classpath:name}; otherwise
 * {@value #DEFAULT_RESOURCE} on the class path, if there is one. Single options override it:
 * environment variables such as {@code VERTX_HYPARVIEW_ACTIVE_VIEW_SIZE}, and system properties
 * such as {@code vertx.hyparview.activeViewSize} override these. An empty variable counts as not
 * set. Lists are separated by commas, fields of nested options by a dot (an underscore in a
 * variable), and Vert.x's own options are JSON.
 *
 * <p>An error throws an {@link IllegalArgumentException} that names the file, property or variable.
 * Reads files, so not for event loops.
 */
public final class ConfigurationLookup {

  /** The system property that names the file. */
  static final String FILE_PROPERTY = "vertx.hyparview.config";

  /** The environment variable that names the file. */
  static final String FILE_VARIABLE = "VERTX_HYPARVIEW_CONFIG";

  /** The default file on the class path. */
  static final String DEFAULT_RESOURCE = "hyparview.json";

  private static final String PROPERTY_PREFIX = "vertx.hyparview.";
  private static final String VARIABLE_PREFIX = "VERTX_HYPARVIEW_";
  private static final String CLASS_PATH = "classpath:";

  /**
   * What Kubernetes sets in all containers if a service is named vertx-hyparview, and Docker for a
   * link of that name: {@code VERTX_HYPARVIEW_PORT=tcp://10.0.0.1:7800} and the like.
   */
  private static final Pattern SERVICE_LINK = Pattern.compile(VARIABLE_PREFIX
      + "(PORT=[a-z]+://.*|SERVICE_(HOST|PORT)=.*|SERVICE_PORT_.*|PORT_[0-9]+_[A-Z]+(_[A-Z]+)?=.*"
      + "|NAME=/.*|ENV_.*)");

  private static final OptionTable TABLE = new HyParViewClusterOptions().table();
  private static final Map<String, Kind> KINDS = TABLE.kinds();

  private final Map<String, String> properties;
  private final Map<String, String> variables;
  private final List<ClassLoader> loaders;
  private final Consumer<String> warnings;

  /**
   * Creates a lookup in these.
   *
   * @param loaders whose resources are searched, in this order
   * @param warnings receives warnings of variables that are not options
   */
  ConfigurationLookup(
      Map<String, String> properties,
      Map<String, String> variables,
      List<ClassLoader> loaders,
      Consumer<String> warnings) {
    this.properties = new TreeMap<>(properties);
    this.variables = new TreeMap<>(variables);
    this.loaders = List.copyOf(loaders);
    this.warnings = warnings;
  }

  /**
   * Creates a lookup in this process, and with the class loader of the calling thread before our
   * own.
   */
  public static ConfigurationLookup inThisProcess(Consumer<String> warnings) {
    Properties system = System.getProperties();
    Map<String, String> properties = new TreeMap<>();
    system.stringPropertyNames().forEach(name -> {
      String value = system.getProperty(name);
      if (value != null) {
        properties.put(name, value);
      }
    });
    List<ClassLoader> loaders = Stream.of(
            Thread.currentThread().getContextClassLoader(),
            ConfigurationLookup.class.getClassLoader())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
    return new ConfigurationLookup(properties, System.getenv(), loaders, warnings);
  }

  /** Returns the options, each from the place with the highest precedence. */
  public HyParViewClusterOptions load() {
    JsonObject json = file();
    variables.forEach((name, value) -> {
      if (isOption(name, value)) {
        overlayVariable(json, name, value);
      }
    });
    properties.forEach((name, value) -> {
      if (name.startsWith(PROPERTY_PREFIX) && !name.equals(FILE_PROPERTY)) {
        overlay(json, name, name.substring(PROPERTY_PREFIX.length()), value);
      }
    });
    return new HyParViewClusterOptions(json);
  }

  // The file

  private JsonObject file() {
    String location = properties.get(FILE_PROPERTY);
    if (location != null) {
      return named(FILE_PROPERTY, location);
    }
    location = variables.get(FILE_VARIABLE);
    return location != null && !location.isBlank() ? named(FILE_VARIABLE, location) : standard();
  }

  private JsonObject standard() {
    String text = resource(DEFAULT_RESOURCE);
    return text == null ? new JsonObject() : parse(CLASS_PATH + DEFAULT_RESOURCE, text);
  }

  private JsonObject named(String setting, String location) {
    String text = location.startsWith(CLASS_PATH)
        ? resource(location.substring(CLASS_PATH.length()))
        : read(location);
    if (text == null) {
      throw new IllegalArgumentException(
          setting + " names " + location + ", but there is no such file");
    }
    return parse(location, text);
  }

  private static @Nullable String read(String location) {
    try {
      return Files.readString(Path.of(location));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw unreadable(location, e);
    }
  }

  private @Nullable String resource(String name) {
    for (ClassLoader loader : loaders) {
      try (InputStream stream = loader.getResourceAsStream(name)) {
        if (stream != null) {
          return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
      } catch (IOException e) {
        throw unreadable(CLASS_PATH + name, e);
      }
    }
    return null;
  }

  private static IllegalArgumentException unreadable(String location, IOException cause) {
    return new IllegalArgumentException("Cannot read " + location + ": " + cause, cause);
  }

  private static JsonObject parse(String location, String text) {
    try {
      JsonObject json = new JsonObject(text);
      check(location, json);
      return TABLE.flatten(json);
    } catch (DecodeException e) {
      throw text.contains("secrets")
          ? new IllegalArgumentException(
              location + " is not JSON; what is wrong isn't shown, since it has secrets")
          : new IllegalArgumentException(location + " is not JSON: " + e.getMessage(), e);
    }
  }

  /** Checks a source now, while an error can still name it. */
  private static void check(String source, JsonObject json) {
    try {
      var unused = new HyParViewClusterOptions(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  // Single options

  /**
   * Returns whether a variable may be an option. One without a value counts as not set, and those
   * of {@link #SERVICE_LINK} are the platform's.
   */
  private static boolean isOption(String variable, String value) {
    return variable.startsWith(VARIABLE_PREFIX)
        && !variable.equals(FILE_VARIABLE)
        && !value.isBlank()
        && !SERVICE_LINK.matcher(variable + "=" + value).matches();
  }

  /**
   * Applies a variable. Others may have variables with this prefix, so an unknown one doesn't fail
   * the start.
   */
  private void overlayVariable(JsonObject json, String variable, String value) {
    KINDS.keySet().stream()
        .filter(option -> variable.equals(variableOf(option)))
        .findFirst()
        .ifPresentOrElse(
            option -> overlay(json, variable, option, value),
            () -> warnings.accept(
                "Ignored the environment variable " + variable + ": there is no such option"));
  }

  /** Returns the environment variable of an option. */
  static String variableOf(String option) {
    return VARIABLE_PREFIX
        + option.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  private void overlay(JsonObject json, String source, String option, String value) {
    Kind kind = KINDS.get(option);
    if (kind == null) {
      throw TABLE.unknown(PROPERTY_PREFIX, option);
    }
    JsonObject single = single(option, valueOf(source, kind, value.strip()));
    check(source, single);
    json.mergeIn(single, true);
  }

  private static JsonObject single(String option, Object value) {
    int dot = option.indexOf('.');
    return dot < 0
        ? new JsonObject().put(option, value)
        : new JsonObject()
            .put(option.substring(0, dot), new JsonObject().put(option.substring(dot + 1), value));
  }

  private static Object valueOf(String source, Kind kind, String value) {
    return switch (kind) {
      case STRING -> value;
      case NUMBER -> number(source, value);
      case FLAG -> flag(source, value);
      case STRINGS -> strings(value);
      case OBJECT -> object(source, value);
    };
  }

  private static long number(String source, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw wrongType(source, "a whole number", value);
    }
  }

  private static boolean flag(String source, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrongType(source, "true or false", value);
    };
  }

  private static JsonArray strings(String value) {
    return new JsonArray(Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(t -> !t.isEmpty())
        .toList());
  }

  private static JsonObject object(String source, String value) {
    try {
      return new JsonObject(value);
    } catch (DecodeException e) {
      throw wrongType(source, "a JSON object", value);
    }
  }

  private static IllegalArgumentException wrongType(String source, String wanted, String value) {
    return new IllegalArgumentException(
        source + " must be " + wanted + ", but is \"" + value + "\"");
  }
}
