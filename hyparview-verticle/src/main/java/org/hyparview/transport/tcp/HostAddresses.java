package org.hyparview.transport.tcp;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.resolver.NameResolver;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The IP addresses behind host names, sorted: IPv4 before IPv6, and each by its number. Name
 * servers rotate them, but nodes that start together should ask the same node first.
 */
public final class HostAddresses {

  /** Sorts addresses by their numbers, not by their text: 10.0.0.9 comes before 10.0.0.10. */
  public static final Comparator<InetAddress> ORDER = Comparator.comparing(
          (InetAddress ip) -> !(ip instanceof Inet4Address))
      .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

  private HostAddresses() {}

  /** Returns the addresses of a host as this Vert.x resolves it; an IP literal is its own. */
  static Future<List<InetAddress>> of(Vertx vertx, String host) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
    return literal != null
        ? Future.succeededFuture(List.of(literal))
        : lookUp(vertx, ((VertxInternal) vertx).nameResolver(), host);
  }

  /** Returns the addresses of a name, one or more, or the failure of the lookup. */
  public static Future<List<InetAddress>> lookUp(Vertx vertx, NameResolver resolver, String name) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    PromiseInternal<List<InetSocketAddress>> found = context.promise();
    resolver.resolveAll(context.nettyEventLoop(), name).addListener(found);
    return found
        .future()
        .map(all -> all.stream()
            .map(InetSocketAddress::getAddress)
            .distinct()
            .sorted(ORDER)
            .toList());
  }
}
