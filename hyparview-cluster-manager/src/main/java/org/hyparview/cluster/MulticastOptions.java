package org.hyparview.cluster;

import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;
import org.jspecify.annotations.Nullable;

/** The options of UDP multicast, by which nodes of one local network find each other. */
public class MulticastOptions extends Options<MulticastOptions> {

  private static final OptionTable ALL = new OptionTable();

  public static final Option<Boolean> ENABLED = ALL.flag("enabled", true);
  public static final Option<String> GROUP =
      ALL.parsed("group", "239.255.78.0", MulticastOptions::checkGroup);
  public static final Option<Integer> PORT = ALL.number("port", 7_800, 1, 65_535);
  public static final Option<String> NETWORK_INTERFACE = ALL.string("networkInterface", null);
  public static final Option<Integer> TIME_TO_LIVE = ALL.number("timeToLive", 1, 0, 255);

  /** Creates the defaults. */
  public MulticastOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public MulticastOptions(MulticastOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public MulticastOptions(JsonObject json) {
    super(ALL, json);
  }

  /** Whether it is used; default true. Without multicast it costs one line in the log. */
  public MulticastOptions setEnabled(boolean enabled) {
    return set(ENABLED, enabled);
  }

  /** The group, 224.0.0.0..239.255.255.255; default 239.255.78.0, which is free for local use. */
  public MulticastOptions setGroup(String group) {
    return set(GROUP, group);
  }

  private static void checkGroup(String group) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(group);
    if (!(address instanceof Inet4Address) || !address.isMulticastAddress()) {
      throw new IllegalArgumentException(
          "A multicast group must be in 224.0.0.0..239.255.255.255, but is \"" + group + "\"");
    }
  }

  /** The UDP port of the group, 1..65535; default 7800. */
  public MulticastOptions setPort(int port) {
    return set(PORT, port);
  }

  /**
   * The network interface, such as {@code eth0}; null, the default, for that of this node's
   * address.
   */
  public MulticastOptions setNetworkInterface(@Nullable String name) {
    return set(NETWORK_INTERFACE, name);
  }

  /** The routers that a datagram may pass, plus one, 0..255; default 1: the local network. */
  public MulticastOptions setTimeToLive(int routers) {
    return set(TIME_TO_LIVE, routers);
  }
}
