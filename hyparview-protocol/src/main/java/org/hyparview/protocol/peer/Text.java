package org.hyparview.protocol.peer;

/** The checks of the strings that name nodes, hosts and topics. */
public final class Text {

  private Text() {}

  /**
   * Requires a string of 1 to {@code maxBytes} bytes that UTF-8 encodes without loss, and without
   * characters that would garble a log line.
   *
   * @param what the name of the string in the exception's message
   * @param spaceAllowed whether white space other than control characters is allowed
   * @throws IllegalArgumentException if the string violates this
   */
  public static void check(String what, String text, int maxBytes, boolean spaceAllowed) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean printable = c > ' ' && c < 0x7f;
      if (!printable
          && (Character.isISOControl(c) || (!spaceAllowed && Character.isWhitespace(c)))) {
        throw new IllegalArgumentException(what + " must not hold control characters or spaces");
      }
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? half(what, text, i) : 3;
    }
    if (bytes == 0 || bytes > maxBytes) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + maxBytes + " bytes in UTF-8, but has " + bytes);
    }
  }

  /** Two bytes for each half of a pair. */
  private static int half(String what, String text, int index) {
    int other = Character.isHighSurrogate(text.charAt(index)) ? index + 1 : index - 1;
    boolean paired = other >= 0
        && other < text.length()
        && Character.isSurrogatePair(
            text.charAt(Math.min(index, other)), text.charAt(Math.max(index, other)));
    if (!paired) {
      throw new IllegalArgumentException(what + " must not hold half a surrogate pair");
    }
    return 2;
  }
}
