package org.hyparview.dashboard;

import io.netty.util.NetUtil;
import io.vertx.core.net.HostAndPort;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The check of the name by which a request asks for the page. A foreign page may point a name of
 * its own at this server, and would then be allowed to read what it answers (DNS rebinding); it
 * can't choose the name in the request, though. A page at a bare IP address is not foreign.
 */
final class HostCheck {

  private final Set<String> names = new HashSet<>(Set.of("localhost"));

  HostCheck(String host, Collection<String> others) {
    names.add(host.toLowerCase(Locale.ROOT));
    others.forEach(other -> names.add(other.toLowerCase(Locale.ROOT)));
  }

  /** Returns whether a request for this host and port may be answered. */
  boolean allows(@Nullable HostAndPort authority) {
    if (authority == null) {
      return false;
    }
    String host = authority.host().toLowerCase(Locale.ROOT);
    return names.contains(host)
        || NetUtil.isValidIpV4Address(host)
        || NetUtil.isValidIpV6Address(host);
  }
}
