package org.hyparview;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.wire.Envelope.Header;

/** The headers of event-bus messages that are broadcast or asked. */
final class MessageHeaders {

  private MessageHeaders() {}

  /** Returns the headers that are sent. */
  static List<Header> sent(MultiMap headers, List<String> reserved) {
    List<Header> sent = new ArrayList<>();
    headers.forEach((name, value) -> {
      if (!isReserved(name, reserved)) {
        sent.add(new Header(name, value));
      }
    });
    return sent;
  }

  static boolean isReserved(String header, List<String> reserved) {
    return reserved.stream().anyMatch(header::equalsIgnoreCase);
  }

  /**
   * Returns a header that is a whole number.
   *
   * @param what what the number is, for the exception's message
   * @throws IllegalArgumentException if it is none
   */
  static long number(String header, String what, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The header " + header + " must be a whole number" + what + ", but is \"" + value + "\"",
          e);
    }
  }
}
