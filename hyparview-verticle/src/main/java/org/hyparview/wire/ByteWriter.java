package org.hyparview.wire;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hyparview.protocol.peer.Ranges;

/**
 * The writer of fields one after the other, as {@link ByteReader} reads them.
 *
 * <p>Numbers are big-endian. A value that does not fit its field is a mistake of the caller and
 * throws IllegalArgumentException. Not safe for concurrent use.
 */
public final class ByteWriter {

  private static final int MAX_TEXT_BYTES = 255;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int length;

  /**
   * Creates an empty writer.
   *
   * @param expectedBytes the initial capacity; more bytes are possible
   */
  public ByteWriter(int expectedBytes) {
    this.bytes = new byte[expectedBytes];
  }

  /** Writes a number of one byte, 0 to 255. */
  public ByteWriter writeByte(int value) {
    Ranges.check("A byte", value, 0, 0xff);
    int at = grow(1);
    bytes[at] = (byte) value;
    return this;
  }

  /** Writes a number of two bytes, 0 to 65,535. */
  public ByteWriter writeShort(int value) {
    Ranges.check("A short", value, 0, 0xffff);
    int at = grow(Short.BYTES);
    SHORT.set(bytes, at, (short) value);
    return this;
  }

  /** Writes a number of four bytes, 0 to 2,147,483,647. */
  public ByteWriter writeInt(int value) {
    Ranges.check("An int", value, 0, Integer.MAX_VALUE);
    int at = grow(Integer.BYTES);
    INT.set(bytes, at, value);
    return this;
  }

  /** Writes eight bytes that are no number. */
  public ByteWriter writeBits(long value) {
    int at = grow(Long.BYTES);
    LONG.set(bytes, at, value);
    return this;
  }

  /** Writes a number of eight bytes, 0 or more. */
  public ByteWriter writeLong(long value) {
    Ranges.check("A long", value, 0, Long.MAX_VALUE);
    int at = grow(Long.BYTES);
    LONG.set(bytes, at, value);
    return this;
  }

  /** Writes a string of at most 255 bytes in UTF-8, after a length of one byte. */
  public ByteWriter writeText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    Ranges.check("A text's length", utf8.length, 0, MAX_TEXT_BYTES);
    int at = grow(1 + utf8.length);
    bytes[at] = (byte) utf8.length;
    System.arraycopy(utf8, 0, bytes, at + 1, utf8.length);
    return this;
  }

  /** Writes any bytes, after a length of four bytes. */
  public ByteWriter writeBytes(byte[] value) {
    int at = grow(Integer.BYTES + value.length);
    INT.set(bytes, at, value.length);
    System.arraycopy(value, 0, bytes, at + Integer.BYTES, value.length);
    return this;
  }

  /** Writes a string of any length in UTF-8, after a length of four bytes. */
  public ByteWriter writeLongText(String text) {
    return writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Begins a block, whose length will stand before it in two bytes.
   *
   * @return the argument of {@link #endBlock}
   */
  public int beginBlock() {
    return grow(Short.BYTES);
  }

  /** Ends the block that begins there: it contains everything written since. */
  public ByteWriter endBlock(int begin) {
    int blockLength = length - begin - Short.BYTES;
    Ranges.check("A block's length", blockLength, 0, 0xffff);
    SHORT.set(bytes, begin, (short) blockLength);
    return this;
  }

  /** Returns a new buffer with the written bytes. */
  public Buffer toBuffer() {
    return Buffer.buffer(length).appendBytes(bytes, 0, length);
  }

  /** Returns the written bytes in a new array. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private int grow(int more) {
    int at = length;
    length = Math.addExact(at, more);
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
    }
    return at;
  }
}
