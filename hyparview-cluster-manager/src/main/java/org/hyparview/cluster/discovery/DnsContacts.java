package org.hyparview.cluster.discovery;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.SrvRecord;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.resolver.NameResolver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.hyparview.cluster.ContactSource;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.tcp.HostAddresses;
import org.jspecify.annotations.Nullable;

/**
 * The nodes behind DNS names: the addresses of a host name, or the targets of the SRV records of a
 * service, by priority and then by weight. The addresses are sorted, as name servers rotate them:
 * nodes that start together should ask the same one. A configured name server also resolves the
 * targets of services.
 *
 * <p>Host names are looked up as Vert.x looks up all host names: with the hosts file and the search
 * domains. The system's name server is asked through the cache that follows the records' time to
 * live, a configured one again with each search. Names of services must be complete. A name whose
 * lookup fails yields nothing as long as another one yields something.
 */
final class DnsContacts implements ContactSource {

  private final List<DnsName> names;
  private final @Nullable PeerAddress server;
  private final int queryMillis;
  private @Nullable VertxInternal vertx;
  private @Nullable NameResolver resolver;
  private @Nullable DnsClient client;
  private boolean ownResolver;

  /**
   * Creates a source that has not started.
   *
   * @param server the name server, or null for the system's
   * @param queryMillis the timeout of one query
   */
  DnsContacts(List<DnsName> names, @Nullable PeerAddress server, int queryMillis) {
    this.names = List.copyOf(names);
    this.server = server;
    this.queryMillis = queryMillis;
  }

  @Override
  public Future<Void> start(Vertx vertx, String clusterName, Peer self) {
    this.vertx = (VertxInternal) vertx;
    DnsClientOptions options = new DnsClientOptions().setQueryTimeout(queryMillis);
    if (server == null) {
      resolver = this.vertx.nameResolver();
      client = vertx.createDnsClient(options);
    } else {
      resolver = new NameResolver(
          vertx,
          new AddressResolverOptions()
              .setServers(List.of(server.toString()))
              .setCacheMaxTimeToLive(0)
              .setQueryTimeout(queryMillis));
      ownResolver = true;
      client = vertx.createDnsClient(options.setHost(server.host()).setPort(server.port()));
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<List<PeerAddress>> contacts() {
    List<Future<List<PeerAddress>>> lookups = names.stream().map(this::lookUp).toList();
    return Future.join(lookups).transform(done -> merge(lookups));
  }

  private static Future<List<PeerAddress>> merge(List<Future<List<PeerAddress>>> lookups) {
    List<PeerAddress> all = new ArrayList<>();
    Throwable failure = null;
    for (Future<List<PeerAddress>> lookup : lookups) {
      if (lookup.succeeded()) {
        all.addAll(lookup.result());
      } else {
        failure = lookup.cause();
      }
    }
    return all.isEmpty() && failure != null
        ? Future.failedFuture(failure)
        : Future.succeededFuture(all);
  }

  private Future<List<PeerAddress>> lookUp(DnsName name) {
    return name.service() ? services(name) : addresses(name);
  }

  private Future<List<PeerAddress>> addresses(DnsName name) {
    return addresses(name.name(), name.port());
  }

  private Future<List<PeerAddress>> addresses(String host, int port) {
    return HostAddresses.lookUp(
            Objects.requireNonNull(vertx, "not started"),
            Objects.requireNonNull(resolver, "not started"),
            host)
        .map(addresses -> addresses.stream()
            .map(address -> new PeerAddress(NetUtil.toAddressString(address), port))
            .toList());
  }

  private Future<List<PeerAddress>> services(DnsName name) {
    return Objects.requireNonNull(client, "not started")
        .resolveSRV(name.name())
        .compose(records -> targets(records.stream()
            .filter(
                service -> service.port() > 0 && !withoutDot(service.target()).isEmpty())
            .sorted(Comparator.comparingInt(SrvRecord::priority)
                .thenComparing(Comparator.comparingInt(SrvRecord::weight).reversed()))
            .map(service -> new PeerAddress(withoutDot(service.target()), service.port()))
            .toList()));
  }

  /**
   * Returns the targets of a service as they can be dialed: a configured name server may be the
   * only one that knows their names, so it resolves them. A target that it can't resolve keeps its
   * name, which the system may know.
   */
  private Future<List<PeerAddress>> targets(List<PeerAddress> targets) {
    if (server == null) {
      return Future.succeededFuture(targets);
    }
    List<Future<List<PeerAddress>>> lookups = targets.stream()
        .map(target -> addresses(target.host(), target.port()).otherwise(List.of(target)))
        .toList();
    return Future.all(lookups)
        .map(all -> lookups.stream().flatMap(found -> found.result().stream()).toList());
  }

  /** Removes the final dot: DNS ends a complete name with one; certificates don't. */
  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  @Override
  public Future<Void> stop() {
    Future<Void> closed = client == null ? Future.succeededFuture() : client.close();
    return ownResolver && resolver != null ? closed.eventually(resolver::close) : closed;
  }

  @Override
  public String toString() {
    return "DNS";
  }
}
