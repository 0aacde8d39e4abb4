package org.hyparview.cluster;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.cluster.discovery.DnsName;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * The options of discovery, which finds contacts besides those that are named. All defaults are our
 * choice.
 */
public class DiscoveryOptions extends Options<DiscoveryOptions> {

  private static final OptionTable ALL = new OptionTable();

  public static final Option<Boolean> LOOPBACK_SCAN = ALL.flag("loopbackScan", true);
  public static final Option<MulticastOptions> MULTICAST =
      ALL.nested("multicast", new MulticastOptions());
  public static final Option<List<String>> DNS =
      ALL.strings("dns", name -> DnsName.parse(name, HyParViewClusterOptions.DEFAULT_PORT));
  public static final Option<String> DNS_SERVER =
      ALL.parsed("dnsServer", null, DnsName::parseServer);
  public static final Option<Integer> DNS_REFRESH = ALL.millis("dnsRefresh", 30_000, 100);
  public static final Option<Integer> DISCOVERY_TIMEOUT =
      ALL.number("discoveryTimeout", 300, 0, 60_000);

  /** Creates the defaults. */
  public DiscoveryOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public DiscoveryOptions(DiscoveryOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public DiscoveryOptions(JsonObject json) {
    super(ALL, json);
  }

  /** Whether nodes are looked for at the ports of this host, in some milliseconds; default true. */
  public DiscoveryOptions setLoopbackScan(boolean scan) {
    return set(LOOPBACK_SCAN, scan);
  }

  /** The options of multicast, to be changed in place. */
  public MulticastOptions getMulticast() {
    return get(MULTICAST);
  }

  /** The options of multicast, copied. */
  public DiscoveryOptions setMulticast(MulticastOptions options) {
    return set(MULTICAST, options);
  }

  /**
   * The names to look up: {@code name}, dialed at {@code port}; {@code name:port}; or
   * {@code _service._tcp.name}, an SRV record. In Kubernetes a headless service. By default none.
   */
  public DiscoveryOptions setDns(List<String> queries) {
    return set(DNS, queries);
  }

  /** The name server for them, {@code ip:port}; null, the default, for the operating system's. */
  public DiscoveryOptions setDnsServer(@Nullable String server) {
    return set(DNS_SERVER, server);
  }

  /** The longest time between two searches, 100 ms to 1 h; default 30,000; at first it is 1 s. */
  public DiscoveryOptions setDnsRefresh(int millis) {
    return set(DNS_REFRESH, millis);
  }

  /** The wait for answers before a node takes itself for the first, 0 to 60 s; default 300. */
  public DiscoveryOptions setDiscoveryTimeout(int millis) {
    return set(DISCOVERY_TIMEOUT, millis);
  }
}
