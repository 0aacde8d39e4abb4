package org.hyparview.transport.stream;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;

/** Bytes as the documentation writes them: two hexadecimal digits each, blanks where they help. */
final class Hex {

  private Hex() {}

  static Buffer bytes(String hex) {
    return Buffer.buffer(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
