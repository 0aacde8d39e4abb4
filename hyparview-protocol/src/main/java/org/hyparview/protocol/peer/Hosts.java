package org.hyparview.protocol.peer;

import org.jspecify.annotations.Nullable;

/**
 * The checks of what users give as a host: an IPv4 address, an IPv6 address without brackets, or a
 * DNS name. Nothing is looked up.
 */
public final class Hosts {

  private static final int MAX_NAME = 253;
  private static final int IPV4_PARTS = 4;
  private static final int MAX_IPV4_PART = 255;
  private static final int IPV6_GROUPS = 8;

  /** More groups than an address has: one of them is none. */
  private static final int NO_GROUPS = 100;

  private static final String NUMBERS = "[0-9.]+";
  private static final String WITH_PORT = "[^:]*:[^:]*|\\[.*]:.*";
  private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
  private static final String NAME = LABEL + "(\\." + LABEL + ")*\\.?";

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
    return host.matches("[0.]+|[0:.]*:[0:.]*");
  }

  /** Returns {@code host:port}, or {@code [ipv6]:port}. */
  public static String withPort(String host, int port) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
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
    } else if (host.matches(NUMBERS)) {
      return isIpv4(host) ? null : "is no IPv4 address";
    } else if (host.startsWith("[")) {
      return "has brackets";
    }
    return host.length() <= MAX_NAME && host.matches(NAME)
        ? null
        : "has characters that a name can't have, or too many";
  }

  private static String faultOfColons(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return "has brackets; an IPv6 address stands without them here";
    }
    return host.matches(WITH_PORT)
        ? "has a port, which has an option of its own"
        : "is no IPv6 address";
  }

  private static boolean isIpv4(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length != IPV4_PARTS) {
      return false;
    }
    for (String part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > MAX_IPV4_PART) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String host) {
    int scope = host.indexOf('%');
    if (scope >= 0 && !host.substring(scope + 1).matches("[A-Za-z0-9_.-]+")) {
      return false;
    }
    String address = withoutIpv4(scope < 0 ? host : host.substring(0, scope));
    int gap = address.indexOf("::");
    if (gap != address.lastIndexOf("::")) {
      return false;
    }
    return gap < 0
        ? groups(address) == IPV6_GROUPS
        : groups(address.substring(0, gap)) + groups(address.substring(gap + 2)) < IPV6_GROUPS;
  }

  /** An IPv4 address may stand for the last two groups. */
  private static String withoutIpv4(String address) {
    int end = address.lastIndexOf(':') + 1;
    return isIpv4(address.substring(end)) ? address.substring(0, end) + "0:0" : address;
  }

  private static int groups(String part) {
    if (part.isEmpty()) {
      return 0;
    }
    String[] groups = part.split(":", -1);
    for (String group : groups) {
      if (!group.matches("[0-9A-Fa-f]{1,4}")) {
        return NO_GROUPS;
      }
    }
    return groups.length;
  }
}
