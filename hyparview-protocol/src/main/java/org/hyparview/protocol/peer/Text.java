package org.hyparview.protocol.peer;

/** Checks the texts that name nodes, hosts and topics. */
public final class Text {

  private Text() {}

  /**
   * Requires a text that UTF-8 can carry unchanged in 1 to so many bytes, with nothing in it that
   * would garble a log line.
   *
   * @param what how the message names the text
   * @param spaceAllowed whether white space other than control characters may be in it
   * @throws IllegalArgumentException if it is otherwise
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
