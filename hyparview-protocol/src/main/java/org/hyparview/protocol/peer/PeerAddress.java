package org.hyparview.protocol.peer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The address that other nodes dial: a host name or IP literal, and a TCP port.
 *
 * @param host 1 to {@value #MAX_HOST_BYTES} bytes in UTF-8, no white space or control characters
 * @param port 1 to 65535
 */
public record PeerAddress(String host, int port) {

  /** The longest host, in bytes of UTF-8; a DNS name has at most 253. */
  public static final int MAX_HOST_BYTES = 255;

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException naming the part that is out of range
   */
  public PeerAddress {
    Objects.requireNonNull(host, "A host must not be null");
    Text.check("A host", host, MAX_HOST_BYTES, false);
    Ranges.check("A port", port, 1, 65_535);
  }

  /**
   * Reads {@code host:port}, as users write it; an IPv6 literal stands in brackets, as in
   * {@code [::1]:7100}.
   *
   * @throws IllegalArgumentException if the string has another form, or no node can be dialed there
   */
  public static PeerAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(0, colon));
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (colon < 1 || bracketed != host.indexOf(':') >= 0) {
      throw notAnAddress(text);
    }
    host = bracketed ? host.substring(1, host.length() - 1) : host;
    Hosts.checkDialable("The host of \"" + text + "\"", host);
    return new PeerAddress(host, parsePort(text, text.substring(colon + 1)));
  }

  /** Reads a port in plain digits; the JDK also takes a sign, and digits of other scripts. */
  private static int parsePort(String text, String port) {
    if (!port.matches("[0-9]{1,5}")) {
      throw notAnAddress(text);
    }
    return Integer.parseInt(port);
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "An address must have the form host:port or [ipv6]:port, but is \"" + text + "\"");
  }

  /**
   * Compares by hand: the generated method costs a hundred classes at the start of each process.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeerAddress that && port == that.port && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  /** Returns the address in the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return Hosts.withPort(host, port);
  }
}
