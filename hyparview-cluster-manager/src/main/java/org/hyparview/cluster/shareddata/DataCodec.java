package org.hyparview.cluster.shareddata;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.ClusterSerializable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.hyparview.cluster.protocol.data.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The codec of keys and values as bytes: strings, numbers, characters, booleans, byte arrays,
 * buffers, {@link ClusterSerializable} objects, and otherwise {@link Serializable} ones.
 *
 * <p>Equal values of the first kinds have equal bytes, and different strings have different ones.
 * Classes are looked up by the thread's context class loader, which on a Vert.x context is that of
 * its deployment, and then by our own; so decode values where they are used. Classes that the
 * filter refuses are neither written nor read, and no code of theirs runs. Safe for use by any
 * thread.
 */
public final class DataCodec {

  private static final byte STRING = 1;
  private static final byte BUFFER = 2;
  private static final byte BYTES = 3;
  private static final byte BOOLEAN = 4;
  private static final byte BYTE = 5;
  private static final byte SHORT = 6;
  private static final byte CHARACTER = 7;
  private static final byte INTEGER = 8;
  private static final byte LONG = 9;
  private static final byte FLOAT = 10;
  private static final byte DOUBLE = 11;
  private static final byte CLUSTER_SERIALIZABLE = 12;
  private static final byte SERIALIZABLE = 13;
  private static final byte UTF16_STRING = 14;

  private final ValueFilter filter;

  /**
   * Creates a codec.
   *
   * @param filter decides about classes first; null if there is none
   * @param pattern a pattern of JEP 290 that decides then, before the default filter; or null
   */
  public DataCodec(@Nullable ObjectInputFilter filter, @Nullable String pattern) {
    this.filter = new ValueFilter(
        filter, pattern == null ? null : ObjectInputFilter.Config.createFilter(pattern));
  }

  /**
   * Returns the bytes of a value.
   *
   * @throws IllegalArgumentException if it can't be shared: it is null, of an unsupported type,
   *     contains something of one, its class is refused, or its own code fails to write it
   */
  Bytes encode(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("null can't be shared, neither as a key nor as a value");
    }
    try {
      return Bytes.of(write(Buffer.buffer(), value).getBytes());
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw unwritable(value, e);
    }
  }

  private static IllegalArgumentException unwritable(Object value, Throwable why) {
    return new IllegalArgumentException(
        "A " + value.getClass().getName() + " can't be shared: " + why, why);
  }

  private Buffer write(Buffer to, Object value) {
    if (value instanceof String text) {
      return writeText(to, text);
    } else if (value instanceof Buffer buffer) {
      return to.appendByte(BUFFER).appendBuffer(buffer);
    } else if (value instanceof byte[] bytes) {
      return to.appendByte(BYTES).appendBytes(bytes);
    } else if (value instanceof Boolean flag) {
      return to.appendByte(BOOLEAN).appendByte((byte) (flag ? 1 : 0));
    } else if (value instanceof Character character) {
      return to.appendByte(CHARACTER).appendUnsignedShort(character);
    } else if (value instanceof Number number && isKnown(number)) {
      return writeNumber(to, number);
    } else if (value instanceof ClusterSerializable object) {
      return writeObject(to, object);
    }
    return serialize(to, value);
  }

  /**
   * Writes a string as UTF-8 if that distinguishes it from all others, otherwise as its UTF-16
   * units.
   */
  private static Buffer writeText(Buffer to, String text) {
    if (WellFormed.isWellFormed(text)) {
      return to.appendByte(STRING).appendString(text);
    }
    to.appendByte(UTF16_STRING);
    for (int i = 0; i < text.length(); i++) {
      to.appendUnsignedShort(text.charAt(i));
    }
    return to;
  }

  private static boolean isKnown(Number number) {
    return number instanceof Byte
        || number instanceof Short
        || number instanceof Integer
        || number instanceof Long
        || number instanceof Float
        || number instanceof Double;
  }

  private static Buffer writeNumber(Buffer to, Number number) {
    if (number instanceof Byte) {
      return to.appendByte(BYTE).appendByte(number.byteValue());
    } else if (number instanceof Short) {
      return to.appendByte(SHORT).appendShort(number.shortValue());
    } else if (number instanceof Integer) {
      return to.appendByte(INTEGER).appendInt(number.intValue());
    } else if (number instanceof Long) {
      return to.appendByte(LONG).appendLong(number.longValue());
    } else if (number instanceof Float) {
      return to.appendByte(FLOAT).appendFloat(number.floatValue());
    }
    return to.appendByte(DOUBLE).appendDouble(number.doubleValue());
  }

  private Buffer writeObject(Buffer to, ClusterSerializable object) {
    filter.check(object.getClass());
    byte[] name = ClusterSerializables.nameOf(object).getBytes(StandardCharsets.UTF_8);
    to.appendByte(CLUSTER_SERIALIZABLE).appendUnsignedShort(name.length).appendBytes(name);
    try {
      object.writeToBuffer(to);
    } catch (RuntimeException | Error e) {
      throw unwritable(object, e);
    }
    return to;
  }

  private Buffer serialize(Buffer to, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new CheckingStream(bytes, filter)) {
      out.writeObject(value);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      throw unwritable(value, e);
    }
    return to.appendByte(SERIALIZABLE).appendBytes(bytes.toByteArray());
  }

  /** Returns whether a value is of one of the types that can't change and have no own code. */
  static boolean isConstant(@Nullable Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Character
        || (value instanceof Number number && isKnown(number));
  }

  /**
   * Returns the value that the bytes encode if it {@linkplain #isConstant can't change}, otherwise
   * null, also if they encode none. Runs no code of users.
   */
  static @Nullable Object constant(Bytes bytes) {
    int kind = bytes.length() == 0 ? 0 : bytes.first();
    boolean isConstant =
        kind == STRING || kind == UTF16_STRING || (kind >= BOOLEAN && kind <= DOUBLE);
    try {
      return isConstant ? readConstant(Buffer.buffer(bytes.toArray())) : null;
    } catch (IndexOutOfBoundsException tooShort) {
      return null;
    }
  }

  /**
   * Returns the value that the bytes encode.
   *
   * @throws IllegalArgumentException if they encode none, its class is not found or refused, or its
   *     own code fails to read it
   */
  Object decode(Bytes bytes) {
    try {
      return read(Buffer.buffer(bytes.toArray()));
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw unreadable(e);
    }
  }

  private static IllegalArgumentException unreadable(Throwable why) {
    return new IllegalArgumentException("A value can't be read: " + why, why);
  }

  private Object read(Buffer from) {
    int length = from.length();
    return switch (from.getByte(0)) {
      case BUFFER -> from.getBuffer(1, length);
      case BYTES -> from.getBytes(1, length);
      case CLUSTER_SERIALIZABLE -> readObject(from);
      case SERIALIZABLE -> deserialize(from.getBytes(1, length));
      default -> readConstant(from);
    };
  }

  private static Object readConstant(Buffer from) {
    return switch (from.getByte(0)) {
      case STRING -> from.getString(1, from.length());
      case BOOLEAN -> from.getByte(1) == 1;
      case BYTE -> from.getByte(1);
      case SHORT -> from.getShort(1);
      case CHARACTER -> (char) from.getUnsignedShort(1);
      case INTEGER -> from.getInt(1);
      case LONG -> from.getLong(1);
      case FLOAT -> from.getFloat(1);
      case DOUBLE -> from.getDouble(1);
      case UTF16_STRING -> readUnits(from);
      default -> throw new IllegalArgumentException("Unknown kind " + from.getByte(0));
    };
  }

  private static String readUnits(Buffer from) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < from.length(); i += Character.BYTES) {
      text.append((char) from.getUnsignedShort(i));
    }
    return text.toString();
  }

  private Object readObject(Buffer from) {
    int length = from.getUnsignedShort(1);
    String name = from.getString(3, 3 + length);
    ClusterSerializable object = ClusterSerializables.create(name, filter);
    if (object instanceof JsonObject || object instanceof JsonArray) {
      checkJsonLength(3 + length, from);
    }
    try {
      object.readFromBuffer(3 + length, from);
    } catch (RuntimeException | Error e) {
      throw new IllegalArgumentException("A " + name + " can't be read: " + e, e);
    }
    return object;
  }

  /** Vert.x allocates the length that JSON begins with before it looks whether there is as much. */
  private static void checkJsonLength(int at, Buffer from) {
    if (from.getUnsignedInt(at) > from.length() - at - Integer.BYTES) {
      throw new IllegalArgumentException("A value can't be read: JSON ends too early");
    }
  }

  private Object deserialize(byte[] bytes) {
    try (LoadingStream in = new LoadingStream(bytes, filter)) {
      return Objects.requireNonNull(in.readObject(), "value");
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (IOException | ClassNotFoundException | RuntimeException | Error e) {
      throw unreadable(e);
    }
  }

  /** A stream that writes no object of a class that is refused. */
  private static final class CheckingStream extends ObjectOutputStream {

    private final ValueFilter filter;

    CheckingStream(ByteArrayOutputStream bytes, ValueFilter filter) throws IOException {
      super(bytes);
      this.filter = filter;
    }

    @Override
    protected void annotateClass(Class<?> type) {
      filter.check(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
      filter.check(type);
    }
  }

  /** A stream that reads no object of a class that is refused, and says which class it was. */
  private static final class LoadingStream extends ObjectInputStream {

    private final ValueFilter filter;

    LoadingStream(byte[] bytes, ValueFilter filter) throws IOException {
      super(new ByteArrayInputStream(bytes));
      this.filter = filter;
      setObjectInputFilter(filter.forStream(bytes.length));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      Class<?> found = find(type);
      filter.check(found);
      return found;
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces)
        throws IOException, ClassNotFoundException {
      Class<?> found = super.resolveProxyClass(interfaces);
      filter.check(found);
      return found;
    }

    private Class<?> find(ObjectStreamClass type) throws IOException, ClassNotFoundException {
      try {
        return Classes.load(type.getName());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(type);
      }
    }
  }
}
