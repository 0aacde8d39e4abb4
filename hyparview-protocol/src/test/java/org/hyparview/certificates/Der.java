package org.hyparview.certificates;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** The distinguished encoding rules (X.690), as far as certificates need them. */
final class Der {

  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BITS = 0x03;
  static final int OCTETS = 0x04;
  static final int TIME = 0x18;
  static final int SEQUENCE = 0x30;

  private static final int MAX_HEADER = 4;

  private Der() {}

  /** Returns a value that consists of parts, with its tag and length, up to 64 KiB. */
  static byte[] of(int tag, byte[]... parts) {
    int length = Stream.of(parts).mapToInt(part -> part.length).sum();
    ByteBuffer value = ByteBuffer.allocate(MAX_HEADER + length).put((byte) tag);
    if (length < 0x80) {
      value.put((byte) length);
    } else if (length < 0x100) {
      value.put((byte) 0x81).put((byte) length);
    } else {
      value.put((byte) 0x82).putShort((short) length);
    }
    Stream.of(parts).forEach(value::put);
    byte[] bytes = new byte[value.flip().remaining()];
    value.get(bytes);
    return bytes;
  }
}
