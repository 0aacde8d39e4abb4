package org.hyparview.inspect;

import io.vertx.core.net.NetClientOptions;
import org.hyparview.NodeOptions;
import org.hyparview.protocol.peer.Text;
import org.hyparview.transport.LinkOptions;

/** The options of an inspector. Not safe for concurrent use. */
public final class InspectionOptions {

  /** The default time to connect, and for an answer. */
  public static final int DEFAULT_TIMEOUT = 5_000;

  private static final int MAX_NAME_BYTES = 255;

  private final LinkOptions links;
  private String clusterName = NodeOptions.DEFAULT_NAME;

  /** Creates the defaults: the default cluster, without TLS. */
  public InspectionOptions() {
    links = new LinkOptions();
    setTimeout(DEFAULT_TIMEOUT);
  }

  /** Creates a copy. */
  public InspectionOptions(InspectionOptions other) {
    links = new LinkOptions(other.links);
    clusterName = other.clusterName;
  }

  /** Returns the name of the cluster. */
  public String getClusterName() {
    return clusterName;
  }

  /** The cluster to inspect, 1 to 255 bytes in UTF-8; default hyparview. */
  public InspectionOptions setClusterName(String name) {
    Text.check("clusterName", name, MAX_NAME_BYTES, true);
    clusterName = name;
    return this;
  }

  /** Returns Vert.x's own options for dialing; a copy. */
  public NetClientOptions getNetClientOptions() {
    return new NetClientOptions(links.get(LinkOptions.NET_CLIENT_OPTIONS));
  }

  /**
   * Vert.x's own options for dialing, as {@link LinkOptions#setNetClientOptions} takes them: for a
   * cluster with TLS {@code ssl} and trust, and for mutual TLS the key.
   */
  public InspectionOptions setNetClientOptions(NetClientOptions options) {
    links.setNetClientOptions(options);
    return this;
  }

  /** Returns the timeout in milliseconds. */
  public int getTimeout() {
    return links.get(LinkOptions.HELLO_TIMEOUT);
  }

  /** The milliseconds to connect, TLS and handshake included, and for each answer; 1 to 1 h. */
  public InspectionOptions setTimeout(int millis) {
    links.setConnectTimeout(millis).setHelloTimeout(millis);
    return this;
  }

  LinkOptions links() {
    return links;
  }
}
