package org.hyparview.golden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hyparview.golden.GoldenCorpus.Line;
import org.jspecify.annotations.Nullable;

/**
 * A form of bytes that leave a process: its codec, an example of each kind of message, and what
 * this version does with bytes of a later one.
 *
 * @param <T> the messages
 */
public final class GoldenFormat<T> {

  /** A decoder, which refuses bytes by an exception or null. */
  @FunctionalInterface
  public interface Decoder<T> {

    /** Decodes the bytes. */
    @Nullable
    T decode(byte[] bytes) throws Exception;
  }

  /** A message, and how many bytes the first form of it lacks at the end. */
  private record Example<T>(T value, int absent, boolean grows) {}

  /** A change that a later version may make to the bytes, and what this version reads then. */
  private record Later(String what, UnaryOperator<byte[]> change, Function<Object, Object> read) {}

  private record Kinds(Set<?> all, Function<Object, Stream<?>> of) {}

  private record KindByte(int position, @Nullable Object unknown) {}

  /** A kind that no version has had so far, and a version far away. */
  private static final int NO_KIND = 238;

  private static final byte[] FURTHER = {(byte) 0xfe, (byte) 0xed};

  private final String name;
  private final Function<T, byte[]> encoder;
  private final Decoder<T> decoder;
  private Function<T, Object> identity = value -> value;
  private final Map<String, Example<T>> examples = new LinkedHashMap<>();
  private final List<Kinds> kinds = new ArrayList<>();
  private final List<KindByte> kindBytes = new ArrayList<>();
  private final List<Later> later = new ArrayList<>();

  /** Creates a format without examples; its lines are in the files {@code <name>.txt}. */
  public GoldenFormat(String name, Function<T, byte[]> encoder, Decoder<T> decoder) {
    this.name = name;
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** Compares messages by this instead of their own equality. */
  public GoldenFormat<T> comparedBy(Function<T, Object> newIdentity) {
    identity = newIdentity;
    return this;
  }

  /** Adds an example. */
  public GoldenFormat<T> example(String exampleName, T value) {
    return add(exampleName, new Example<>(value, 0, true));
  }

  /** Adds examples, which are named after their classes. */
  public GoldenFormat<T> examples(Stream<? extends T> values) {
    return examples(values, value -> value);
  }

  /** Adds examples, which are named after the class of something in them. */
  public GoldenFormat<T> examples(Stream<? extends T> values, Function<T, ?> part) {
    values.forEach(value -> example(nameFor(part.apply(value)), value));
    return this;
  }

  /** Returns the name of the next example of its class. */
  private String nameFor(Object value) {
    String simple = value.getClass().getSimpleName();
    String free = simple;
    for (int n = 2; examples.containsKey(free); n++) {
      free = simple + "-" + n;
    }
    return free;
  }

  /**
   * Adds an example that ends before fields which were added to its first form. So what a later
   * version appends to it is not skipped, but read as those fields.
   *
   * @param absent the bytes of those fields in what this version writes
   */
  public GoldenFormat<T> firstForm(String exampleName, T value, int absent) {
    return add(exampleName, new Example<>(value, absent, false));
  }

  private GoldenFormat<T> add(String exampleName, Example<T> example) {
    if (examples.put(exampleName, example) != null) {
      throw new IllegalArgumentException("There are two examples " + exampleName);
    }
    return this;
  }

  /** Demands an example of each kind of a sealed type, or of each constant of an enum. */
  public GoldenFormat<T> covers(Class<?> type) {
    return covers(type, Stream::of);
  }

  /** The same for a type of which messages contain values. */
  @SuppressWarnings("unchecked") // it is called with messages only
  public GoldenFormat<T> covers(Class<?> type, Function<T, Stream<?>> inside) {
    Set<?> all = type.isEnum()
        ? Set.of(type.getEnumConstants())
        : Set.of(Objects.requireNonNull(type.getPermittedSubclasses(), type.getName()));
    kinds.add(new Kinds(
        all,
        message ->
            inside.apply((T) message).map(value -> type.isEnum() ? value : value.getClass())));
    return this;
  }

  /**
   * States where the number of the kind is, and what a number leads to that is not known: the
   * reason of the refusal, null, or a message. All others must have an example.
   */
  public GoldenFormat<T> kindAt(int position, @Nullable Object unknown) {
    kindBytes.add(new KindByte(position, unknown));
    return this;
  }

  /** States that fields after the last known one are skipped. */
  public GoldenFormat<T> skipsFurtherFields() {
    return skips("a field at the end", GoldenFormat::further);
  }

  /** States that fields after the last known one of this block are skipped. */
  public GoldenFormat<T> skipsFurtherFieldsOf(byte[] block) {
    byte[] longer = further(block);
    longer[1] += (byte) FURTHER.length;
    String from = new String(block, ISO_8859_1);
    String to = new String(longer, ISO_8859_1);
    return skips(
        "a field at the end of a block",
        bytes -> new String(bytes, ISO_8859_1).replace(from, to).getBytes(ISO_8859_1));
  }

  /** States that bytes which are changed so are the same message. */
  public GoldenFormat<T> skips(String what, UnaryOperator<byte[]> change) {
    later.add(new Later(what, change, value -> value));
    return this;
  }

  /** States that bytes with another version are refused for this reason. */
  public GoldenFormat<T> refusesVersions(int position, Object reason) {
    later.add(new Later("another version", bytes -> with(bytes, position, NO_KIND), x -> reason));
    return this;
  }

  /** Returns these bytes and two more. */
  public static byte[] further(byte[] bytes) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + FURTHER.length);
    System.arraycopy(FURTHER, 0, longer, bytes.length, FURTHER.length);
    return longer;
  }

  /** Returns these bytes with another one at a position. */
  public static byte[] with(byte[] bytes, int position, int value) {
    byte[] changed = bytes.clone();
    changed[position] = (byte) value;
    return changed;
  }

  @Override
  public String toString() {
    return name;
  }

  Set<String> exampleNames() {
    return examples.keySet();
  }

  /** Returns the bytes that this version writes for an example. */
  byte[] bytes(String exampleName) {
    Example<T> example = example(exampleName);
    byte[] bytes = encoder.apply(example.value);
    return Arrays.copyOf(bytes, bytes.length - example.absent);
  }

  private Example<T> example(String exampleName) {
    return Objects.requireNonNull(examples.get(exampleName), exampleName);
  }

  /** Returns whether the bytes of a line are the very example. */
  boolean isRead(Line line, Function<Exception, Object> reason) {
    return identity.apply(example(line.name()).value).equals(outcome(line.bytes(), reason));
  }

  private @Nullable Object outcome(byte[] bytes, Function<Exception, Object> reason) {
    try {
      T value = decoder.decode(bytes);
      return value == null ? null : identity.apply(value);
    } catch (Exception e) {
      return reason.apply(e);
    }
  }

  /** Returns the kinds of sealed types and enums without an example. */
  List<Object> missingKinds() {
    List<Object> missing = new ArrayList<>();
    for (Kinds some : kinds) {
      Set<Object> left = new HashSet<>(some.all);
      examples.values().forEach(example -> some.of.apply(example.value).forEach(left::remove));
      missing.addAll(left);
    }
    return missing;
  }

  /** Returns the numbers of kinds that are read but have no line. */
  List<Integer> missingNumbers(List<Line> lines, Function<Exception, Object> reason) {
    List<Integer> missing = new ArrayList<>();
    for (KindByte kind : kindBytes) {
      for (int number = 0; number < 256; number++) {
        byte value = (byte) number;
        if (lines.stream().noneMatch(line -> line.bytes()[kind.position] == value)
            && lines.stream().anyMatch(line -> isKnown(line, kind, value, reason))) {
          missing.add(number);
        }
      }
    }
    return missing;
  }

  private boolean isKnown(
      Line line, KindByte kind, byte value, Function<Exception, Object> reason) {
    byte[] bytes = with(line.bytes(), kind.position, value);
    return !Objects.equals(kind.unknown, outcome(bytes, reason));
  }

  /** Returns the changes of later versions that are not read as promised. */
  List<String> brokenPromises(List<Line> lines, Function<Exception, Object> reason) {
    List<String> broken = new ArrayList<>();
    for (Later promise : later) {
      List<Line> changed = lines.stream()
          .filter(line -> example(line.name()).grows)
          .filter(line -> !Arrays.equals(line.bytes(), promise.change.apply(line.bytes())))
          .toList();
      if (changed.isEmpty()) {
        broken.add(promise.what + ": changes nothing");
      }
      for (Line line : changed) {
        Object read = outcome(promise.change.apply(line.bytes()), reason);
        if (!promise.read.apply(identity.apply(example(line.name()).value)).equals(read)) {
          broken.add(promise.what + ": " + line.name() + " is read as " + read);
        }
      }
    }
    for (KindByte kind : kindBytes) {
      lines.stream()
          .filter(line -> isKnown(line, kind, (byte) NO_KIND, reason))
          .forEach(line -> broken.add("an unknown kind: " + line.name()));
    }
    return broken;
  }
}
