package org.hyparview.protocol.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checks of what users give as a host: an IPv4 address, an IPv6 address without brackets, or a
 * DNS name. Nothing is looked up.
 */
public final class Hosts {

  private static final int MAX_NAME = 253;
  private static final int PARTS = 4;
  private static final int MAX_PART = 255;

  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern PART = Pattern.compile("[0-9]{1,3}");
  private static final Pattern WITH_PORT = Pattern.compile("[^:]*:[^:]*|\\[.*]:.*");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
          + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\\.?");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?");

  private Hosts() {}

  /**
   * Requires a host.
   *
   * @param what the name of the host in the exception's message
   * @throws IllegalArgumentException saying what is wrong and what would be right
   */
  public static void check(String what, String host) {
    String fault = faultOf(host);
    if (fault != null) {
      throw new IllegalArgumentException(
          what + " must be an IP address or a DNS name, but \"" + host + "\" " + fault);
    }
  }

  /**
   * Requires a host that can be dialed, which {@code 0.0.0.0} and {@code ::} can't.
   *
   * @throws IllegalArgumentException likewise
   */
  public static void checkDialable(String what, String host) {
    check(what, host);
    if (isWildcard(host)) {
      throw new IllegalArgumentException(
          what + " must be an address that other nodes can dial, but " + host
              + " stands for all addresses of a machine");
    }
  }

  private static boolean isWildcard(String host) {
    if (host.indexOf(':') >= 0) {
      return isIpv6(host) && toAddress(host).isAnyLocalAddress();
    }
    return NUMBERS.matcher(host).matches() && host.replace('.', '0').matches("0+");
  }

  private static @Nullable String faultOf(String host) {
    if (host.isEmpty()) {
      return "is empty";
    } else if (!host.equals(host.strip())) {
      return "begins or ends with a space";
    } else if (host.contains("://") || host.indexOf('/') >= 0) {
      return "is a URL or a path";
    } else if (host.indexOf(':') >= 0) {
      return isIpv6(host) ? null : faultOfColons(host);
    } else if (NUMBERS.matcher(host).matches()) {
      return isIpv4(host) ? null : "is no IPv4 address";
    } else if (host.startsWith("[")) {
      return "has brackets";
    }
    return host.length() <= MAX_NAME && NAME.matcher(host).matches()
        ? null
        : "has characters that a name can't have, or too many";
  }

  private static String faultOfColons(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return "has brackets; an IPv6 address stands without them here";
    }
    return WITH_PORT.matcher(host).matches()
        ? "has a port, which has an option of its own"
        : "is no IPv6 address";
  }

  private static boolean isIpv4(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length != PARTS) {
      return false;
    }
    for (String part : parts) {
      if (!PART.matcher(part).matches() || Integer.parseInt(part) > MAX_PART) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String host) {
    if (!IPV6.matcher(host).matches()) {
      return false;
    }
    try {
      return toAddress(host).getAddress().length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The JDK parses what stands in brackets without looking it up. */
  private static InetAddress toAddress(String ipv6) {
    int scope = ipv6.indexOf('%');
    try {
      return InetAddress.getByName("[" + (scope < 0 ? ipv6 : ipv6.substring(0, scope)) + "]");
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(ipv6 + " is no IPv6 address", e);
    }
  }
}
