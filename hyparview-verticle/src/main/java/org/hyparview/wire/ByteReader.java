package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hyparview.wire.DecodeException.Reason;

/**
 * The reader of fields from untrusted bytes, first to last.
 *
 * <p>Numbers are big-endian. Whatever the bytes, a read returns a value in the range that it states
 * or throws a {@link DecodeException}, and allocates no more than the bytes that it consumes. Each
 * read takes the name of its field, for the exception's message. Unread bytes are skipped: a later
 * version may have added fields there. Not safe for concurrent use.
 */
public final class ByteReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int position;

  /** Creates a reader of all bytes of a buffer, which it copies. */
  public ByteReader(Buffer buffer) {
    this(buffer.getBytes(), 0, buffer.length());
  }

  /** Creates a reader of all these bytes, which must not change meanwhile. */
  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ByteReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Returns the number of unread bytes. */
  public int remaining() {
    return end - position;
  }

  /** Reads a number of one byte, 0 to 255. */
  public int readByte(String field) throws DecodeException {
    return bytes[take(1, field)] & 0xff;
  }

  /** Reads a number of two bytes, 0 to 65,535. */
  public int readShort(String field) throws DecodeException {
    return (short) SHORT.get(bytes, take(Short.BYTES, field)) & 0xffff;
  }

  /** Reads a number of four bytes; one above 2,147,483,647 is read as that. */
  public int readInt(String field) throws DecodeException {
    int value = (int) INT.get(bytes, take(Integer.BYTES, field));
    return value < 0 ? Integer.MAX_VALUE : value;
  }

  /** Reads eight bytes that are no number. */
  public long readBits(String field) throws DecodeException {
    return (long) LONG.get(bytes, take(Long.BYTES, field));
  }

  /** Reads a number of eight bytes whose first bit is 0: never negative. */
  public long readLong(String field) throws DecodeException {
    int at = take(Long.BYTES, field);
    long value = (long) LONG.get(bytes, at);
    if (value < 0) {
      throw failure(Reason.OUT_OF_RANGE, field, at, "has its first bit set");
    }
    return value;
  }

  /**
   * Reads bytes after a length of four bytes; a copy.
   *
   * @param maxBytes the most bytes
   */
  public byte[] readBytes(String field, int maxBytes) throws DecodeException {
    int at = takeBytes(field, maxBytes);
    return Arrays.copyOfRange(bytes, at, position);
  }

  /** Reads a string of well-formed UTF-8 after a length of four bytes. */
  public String readLongText(String field, int maxBytes) throws DecodeException {
    int at = takeBytes(field, maxBytes);
    return text(at, position - at, field);
  }

  private int takeBytes(String field, int maxBytes) throws DecodeException {
    int from = take(Integer.BYTES, field);
    long length = (int) INT.get(bytes, from) & 0xffff_ffffL;
    if (length > maxBytes) {
      throw failure(
          Reason.TOO_LONG, field, from, "has " + length + " bytes, but may have " + maxBytes);
    }
    return take((int) length, field);
  }

  /** Reads the length of a list, in one byte. */
  public int readCount(String field, int max) throws DecodeException {
    int count = readByte(field);
    if (count > max) {
      throw failure(
          Reason.TOO_LONG, field, position - 1, "has " + count + " elements, but may have " + max);
    }
    return count;
  }

  /** Reads a string of 0 to 255 bytes of well-formed UTF-8 after a length of one byte. */
  public String readText(String field) throws DecodeException {
    int length = readByte(field);
    return text(take(length, field), length, field);
  }

  private String text(int at, int length, String field) throws DecodeException {
    return isAscii(at, length)
        ? new String(bytes, at, length, StandardCharsets.ISO_8859_1)
        : strictText(at, length, field);
  }

  /**
   * Reads a block: bytes after a length of two bytes. The block is passed over as a whole, so bytes
   * that its own reader leaves unread are skipped.
   *
   * @return a reader of the block alone
   */
  public ByteReader readBlock(String field, int maxBytes) throws DecodeException {
    int length = readLength(field, maxBytes);
    int at = take(length, field);
    return new ByteReader(bytes, at, at + length);
  }

  private int readLength(String field, int max) throws DecodeException {
    int length = readShort(field);
    if (length > max) {
      throw failure(
          Reason.TOO_LONG,
          field,
          position - Short.BYTES,
          "has " + length + " bytes, but may have " + max);
    }
    return length;
  }

  /** Creates the failure of the last read field, for a value that only the caller can judge. */
  public DecodeException failure(Reason reason, String field, String what) {
    return new DecodeException(reason, field + ", before byte " + position + ": " + what);
  }

  private static DecodeException failure(Reason reason, String field, int at, String what) {
    return new DecodeException(reason, field + " at byte " + at + ": " + what);
  }

  private int take(int length, String field) throws DecodeException {
    int at = position;
    if (length > end - at) {
      throw failure(
          Reason.TRUNCATED, field, at, "needs " + length + " bytes, but there are " + (end - at));
    }
    position = at + length;
    return at;
  }

  private boolean isAscii(int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private String strictText(int at, int length, String field) throws DecodeException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw failure(Reason.BAD_TEXT, field, at, "is no UTF-8");
    }
  }
}
