package org.hyparview.cluster;

import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.hyparview.options.Checks;
import org.hyparview.options.OptionTable;
import org.jspecify.annotations.Nullable;

/**
 * The options of discovery by UDP multicast on the local network; part of
 * {@link HyParViewClusterOptions}.
 *
 * <p>Setters check at once and throw an {@link IllegalArgumentException} that names the option. Not
 * safe for concurrent use.
 */
public class MulticastOptions {

  /** The default of {@link #isEnabled()}. */
  public static final boolean DEFAULT_ENABLED = true;

  /** The default of {@link #getGroup()}. */
  public static final String DEFAULT_GROUP = "239.255.78.0";

  /** The default of {@link #getPort()}. */
  public static final int DEFAULT_PORT = 7800;

  /** The default of {@link #getTimeToLive()}. */
  public static final int DEFAULT_TIME_TO_LIVE = 1;

  static final OptionTable<MulticastOptions> TABLE = new OptionTable<>(MulticastOptions.class)
      .flag("enabled")
      .text("group")
      .number("port")
      .text("networkInterface")
      .number("timeToLive");

  private boolean enabled = DEFAULT_ENABLED;
  private String group = DEFAULT_GROUP;
  private int port = DEFAULT_PORT;
  private @Nullable String networkInterface;
  private int timeToLive = DEFAULT_TIME_TO_LIVE;

  /** Creates options with the defaults. */
  public MulticastOptions() {}

  /** Creates a copy. */
  public MulticastOptions(MulticastOptions other) {
    TABLE.copy(other, this);
  }

  /**
   * Creates options from the JSON that {@link #toJson} returns; what is missing has its default.
   *
   * @throws IllegalArgumentException naming the option that is unknown, of a wrong type or out of
   *     range
   */
  public MulticastOptions(JsonObject json) {
    TABLE.read(json, this);
  }

  /** Returns these options as JSON, without those that have no value. */
  public JsonObject toJson() {
    return TABLE.write(this);
  }

  /**
   * Returns whether this node uses multicast to search for other nodes and to announce itself.
   * Default true; where the network has no multicast that costs one line in the log.
   */
  public boolean isEnabled() {
    return enabled;
  }

  /** Sets {@link #isEnabled()}. */
  public MulticastOptions setEnabled(boolean value) {
    enabled = value;
    return this;
  }

  /**
   * Returns the multicast group, an IPv4 address in 224.0.0.0 to 239.255.255.255. Default
   * {@value #DEFAULT_GROUP} (our choice, of the addresses that are free for local use).
   */
  public String getGroup() {
    return group;
  }

  /** Sets {@link #getGroup()}. */
  public MulticastOptions setGroup(String value) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(value);
    if (!(address instanceof Inet4Address) || !address.isMulticastAddress()) {
      throw new IllegalArgumentException(
          "group must be in 224.0.0.0..239.255.255.255, but is \"" + value + "\"");
    }
    group = value;
    return this;
  }

  /** Returns the UDP port of the group, 1 to 65535. Default 7800 (our choice). */
  public int getPort() {
    return port;
  }

  /** Sets {@link #getPort()}. */
  public MulticastOptions setPort(int value) {
    port = Checks.range("port", value, 1, 65_535);
    return this;
  }

  /**
   * Returns the name of the network interface to use, as the operating system has it: {@code eth0}.
   * Null, the default, stands for the one with the address that other nodes dial.
   */
  public @Nullable String getNetworkInterface() {
    return networkInterface;
  }

  /** Sets {@link #getNetworkInterface()}. */
  public MulticastOptions setNetworkInterface(@Nullable String value) {
    networkInterface = value == null ? null : Checks.text("networkInterface", value);
    return this;
  }

  /**
   * Returns how many routers a datagram may pass, plus one; 0 to 255. Default 1: the local network.
   * Higher needs routers that forward multicast.
   */
  public int getTimeToLive() {
    return timeToLive;
  }

  /** Sets {@link #getTimeToLive()}. */
  public MulticastOptions setTimeToLive(int value) {
    timeToLive = Checks.range("timeToLive", value, 0, 255);
    return this;
  }

  @Override
  public String toString() {
    return toJson().encode();
  }
}
