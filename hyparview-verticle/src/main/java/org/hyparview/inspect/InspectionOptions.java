package org.hyparview.inspect;

import io.vertx.core.net.NetClientOptions;
import java.util.List;
import org.hyparview.NodeOptions;
import org.hyparview.protocol.peer.Text;
import org.hyparview.transport.LinkOptions;
import org.hyparview.transport.secret.SecretTls;
import org.hyparview.transport.tcp.TcpDialing;
import org.jspecify.annotations.Nullable;

/** The options of an inspector. Not safe for concurrent use. */
public final class InspectionOptions {

  /** The default time to connect, and for an answer. */
  public static final int DEFAULT_TIMEOUT = 5_000;

  private static final int MAX_NAME_BYTES = 255;

  private final LinkOptions links;
  private @Nullable SecretTls secrets;
  private String clusterName = NodeOptions.DEFAULT_NAME;

  /** Creates the defaults: the default cluster, without TLS. */
  public InspectionOptions() {
    links = new LinkOptions();
    setTimeout(DEFAULT_TIMEOUT);
  }

  /** Creates a copy. */
  public InspectionOptions(InspectionOptions other) {
    links = new LinkOptions(other.links);
    secrets = other.secrets;
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
    checkEither(secrets != null, options);
    links.setNetClientOptions(options);
    return this;
  }

  /**
   * The secrets of the cluster, as {@link LinkOptions#setSecrets} takes them; none, the default,
   * for a cluster without. Takes some milliseconds.
   *
   * @throws IllegalArgumentException if one is not allowed, or there is TLS of its own
   */
  public InspectionOptions setSecrets(List<String> secrets) {
    checkEither(!secrets.isEmpty(), getNetClientOptions());
    links.setSecrets(secrets);
    this.secrets = secrets.isEmpty() ? null : SecretTls.of(links.get(LinkOptions.SECRETS));
    return this;
  }

  private static void checkEither(boolean secrets, NetClientOptions dialing) {
    if (secrets && dialing.isSsl()) {
      throw new IllegalArgumentException(
          "secrets are set, and ssl in netClientOptions: set either secrets or TLS of your own");
    }
  }

  /** Returns all options for dialing. */
  NetClientOptions dialing() {
    SecretTls derived = secrets;
    return TcpDialing.options(getNetClientOptions(), () -> derived, getTimeout());
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
