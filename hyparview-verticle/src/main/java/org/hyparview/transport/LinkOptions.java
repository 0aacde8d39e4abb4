package org.hyparview.transport;

import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.List;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;
import org.hyparview.transport.secret.SharedSecret;
import org.jspecify.annotations.Nullable;

/**
 * The options of links: how they are opened, supervised and bounded; docs/options.md explains them.
 * Defaults are our choice. Times are in ms, up to 1 h.
 */
public class LinkOptions extends Options<LinkOptions> {

  private static final OptionTable ALL = new OptionTable();

  public static final Option<String> HOST = ALL.host("host", "0.0.0.0");
  public static final Option<Integer> PORT = ALL.number("port", 7_100, 0, 65_535);
  public static final Option<Integer> PORT_RANGE = ALL.number("portRange", 1, 1, 1_024);
  public static final Option<String> ADVERTISED_HOST = ALL.dialableHost("advertisedHost");
  public static final Option<Integer> ADVERTISED_PORT = ALL.number("advertisedPort", 0, 0, 65_535);
  public static final Option<List<String>> ALLOWED_NETWORKS =
      ALL.strings("allowedNetworks", Networks::check);
  public static final Option<Integer> CONNECT_TIMEOUT = ALL.millis("connectTimeout", 2_000, 1);
  public static final Option<Integer> HELLO_TIMEOUT = ALL.millis("helloTimeout", 2_000, 1);
  public static final Option<Integer> HEARTBEAT_INTERVAL =
      ALL.millis("heartbeatInterval", 1_000, 10);
  public static final Option<Integer> HEARTBEAT_MISSES = ALL.number("heartbeatMisses", 3, 2, 1_000);
  public static final Option<Integer> IDLE_TIMEOUT = ALL.millis("idleTimeout", 10_000, 10);
  public static final Option<Integer> MAX_FRAME_SIZE =
      ALL.number("maxFrameSize", 1 << 20, 64 << 10, 16 << 20);
  public static final Option<Integer> MAX_PENDING_HELLOS =
      ALL.number("maxPendingHellos", 1_024, 1, 1_000_000);
  public static final Option<Integer> MAX_TEMPORARY_LINKS =
      ALL.number("maxTemporaryLinks", 1_024, 1, 1_000_000);
  public static final Option<Boolean> INSPECTION = ALL.flag("inspection", true);
  public static final Option<Boolean> PLAINTEXT_WARNING = ALL.flag("plaintextWarning", true);
  public static final Option<Integer> CONTROL_QUEUE_BYTES =
      ALL.number("controlQueueBytes", 1 << 20, 1_024, 1 << 30);
  public static final Option<Integer> DATA_QUEUE_BYTES =
      ALL.number("dataQueueBytes", 4 << 20, 1_024, 1 << 30);
  public static final Option<List<String>> SECRETS = ALL.secrets("secrets", SharedSecret::check);
  public static final Option<Boolean> VERIFY_NODE_ID = ALL.flag("verifyNodeId", false);
  public static final Option<NetServerOptions> NET_SERVER_OPTIONS = ALL.object(
      "netServerOptions",
      new NetServerOptions(),
      NetServerOptions::new,
      NetServerOptions::new,
      NetServerOptions::toJson,
      NetOptions::check);
  public static final Option<NetClientOptions> NET_CLIENT_OPTIONS = ALL.object(
      "netClientOptions",
      new NetClientOptions(),
      NetClientOptions::new,
      NetClientOptions::new,
      NetClientOptions::toJson,
      NetOptions::check);

  /** Creates the defaults. */
  public LinkOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public LinkOptions(LinkOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public LinkOptions(JsonObject json) {
    super(ALL, json);
  }

  /** The host name or IP literal to listen at; default 0.0.0.0, all addresses of the machine. */
  public LinkOptions setHost(String host) {
    return set(HOST, host);
  }

  /** The TCP port to listen at, 0..65535; default 7100. 0 takes any free one. */
  public LinkOptions setPort(int port) {
    return set(PORT, port);
  }

  /**
   * The ports tried from {@code port} up, 1..1024; default 1. Of no effect if one is advertised.
   */
  public LinkOptions setPortRange(int count) {
    return set(PORT_RANGE, count);
  }

  /**
   * The host at which others dial this node; null, the default, for {@code host}, or the address of
   * the default route if that means all of them.
   */
  public LinkOptions setAdvertisedHost(@Nullable String host) {
    return set(ADVERTISED_HOST, host);
  }

  /** The port at which others dial this node, behind a port mapping; default 0: as it listens. */
  public LinkOptions setAdvertisedPort(int port) {
    return set(ADVERTISED_PORT, port);
  }

  /**
   * The networks of the nodes that may be dialed, such as {@code 10.0.0.0/8}; none, the default,
   * for all. Nodes learn addresses from each other, and a broken or hostile one could name any.
   */
  public LinkOptions setAllowedNetworks(List<String> networks) {
    return set(ALLOWED_NETWORKS, networks);
  }

  /** The time to connect, TLS included, from 1; default 2,000. Short gives up distant nodes. */
  public LinkOptions setConnectTimeout(int millis) {
    return set(CONNECT_TIMEOUT, millis);
  }

  /** The time for the other end to say hello, from 1; default 2,000. Short gives up slow nodes. */
  public LinkOptions setHelloTimeout(int millis) {
    return set(HELLO_TIMEOUT, millis);
  }

  /** The time between heartbeats, from 10; default 1,000. Short finds silence, and costs frames. */
  public LinkOptions setHeartbeatInterval(int millis) {
    return set(HEARTBEAT_INTERVAL, millis);
  }

  /** The intervals of silence that mean failure, 2..1000; default 3. Few accuse slow nodes. */
  public LinkOptions setHeartbeatMisses(int intervals) {
    return set(HEARTBEAT_MISSES, intervals);
  }

  /** How long idle links to non-neighbors stay open, from 10; default 10,000. Short dials often. */
  public LinkOptions setIdleTimeout(int millis) {
    return set(IDLE_TIMEOUT, millis);
  }

  /** The bytes of the longest frame, 64 KiB to 16 MiB, the same in all nodes; default 1 MiB. */
  public LinkOptions setMaxFrameSize(int bytes) {
    return set(MAX_FRAME_SIZE, bytes);
  }

  /** The accepted connections without a hello, 1..1,000,000; more are closed; default 1,024. */
  public LinkOptions setMaxPendingHellos(int connections) {
    return set(MAX_PENDING_HELLOS, connections);
  }

  /** The accepted links to no neighbors, 1..1,000,000; more are refused; default 1,024. */
  public LinkOptions setMaxTemporaryLinks(int links) {
    return set(MAX_TEMPORARY_LINKS, links);
  }

  /**
   * Whether programs that aren't nodes may look at this one, if they could dial it as a node could:
   * the same cluster name, TLS and {@code allowedNetworks}; default true.
   */
  public LinkOptions setInspection(boolean allowed) {
    return set(INSPECTION, allowed);
  }

  /**
   * Whether a node that listens without TLS at other addresses than those of the loopback interface
   * logs a WARN when it starts; default true. False says that the network is trusted.
   */
  public LinkOptions setPlaintextWarning(boolean logged) {
    return set(PLAINTEXT_WARNING, logged);
  }

  /**
   * The bytes of protocol messages that may wait for a slow neighbor, 1 KiB to 1 GiB; with more it
   * counts as failed; default 1 MiB. A frame counts 128 bytes more.
   */
  public LinkOptions setControlQueueBytes(int bytes) {
    return set(CONTROL_QUEUE_BYTES, bytes);
  }

  /** The bytes of all else that may wait, 1 KiB to 1 GiB; more are refused; default 4 MiB. */
  public LinkOptions setDataQueueBytes(int bytes) {
    return set(DATA_QUEUE_BYTES, bytes);
  }

  /**
   * The secrets that the nodes of the cluster share, at most 16; none, the default, for links
   * without them. The first is this node's own, by which it dials and answers, and all are
   * accepted; so a secret is replaced in three rounds of restarts. Links are encrypted, and nodes
   * without an accepted secret refused. Not together with TLS in the options below. A secret has
   * 128 random bits: {@code openssl rand -base64 24}.
   */
  public LinkOptions setSecrets(List<String> secrets) {
    return set(SECRETS, secrets);
  }

  /**
   * Whether a link is opened only to and by a node whose certificate names its id; default false:
   * each certificate that is trusted is accepted from each node. Needs mutual TLS in the options
   * below, and the id of this node to be set; docs/security.md says how certificates name nodes.
   */
  public LinkOptions setVerifyNodeId(boolean verify) {
    return set(VERIFY_NODE_ID, verify);
  }

  /**
   * Vert.x's own options for listening: {@code ssl}, the key, and for mutual TLS {@code clientAuth}
   * and trust. Refused are a key, trust or {@code clientAuth} without {@code ssl}, and host and
   * port, which are options above.
   */
  public LinkOptions setNetServerOptions(NetServerOptions options) {
    return set(NET_SERVER_OPTIONS, options);
  }

  /**
   * Vert.x's own options for dialing: {@code ssl}, trust, and for mutual TLS the key. Certificates
   * must name the dialed host unless {@code hostnameVerificationAlgorithm} is empty.
   */
  public LinkOptions setNetClientOptions(NetClientOptions options) {
    return set(NET_CLIENT_OPTIONS, options);
  }

  /**
   * Throws if this node would listen with TLS and dial without, or the other way round: one half of
   * its links would be in plain text. Throws also if it has secrets and TLS of its own, or verifies
   * the ids of nodes that don't all prove themselves.
   */
  public void checkTls() {
    boolean listening = hasOwnTls();
    if (hasSecrets() && (listening || get(NET_CLIENT_OPTIONS).isSsl())) {
      throw new IllegalArgumentException("secrets are set, and ssl in "
          + (listening ? "netServerOptions" : "netClientOptions")
          + ": set either secrets or TLS of your own");
    }
    if (listening != get(NET_CLIENT_OPTIONS).isSsl()) {
      throw new IllegalArgumentException("ssl is set in "
          + (listening
              ? "netServerOptions, but not in netClientOptions"
              : "netClientOptions, but not in netServerOptions")
          + ": set it in both");
    }
    if (get(VERIFY_NODE_ID)) {
      checkMutualTls();
    }
  }

  private void checkMutualTls() {
    if (hasSecrets()) {
      throw new IllegalArgumentException("verifyNodeId is set, and secrets, which don't tell one"
          + " node from another: set mutual TLS of your own instead of secrets, with a certificate"
          + " for each node");
    }
    String lack = NetOptions.lackOfMutualTls(get(NET_SERVER_OPTIONS), get(NET_CLIENT_OPTIONS));
    if (lack != null) {
      throw new IllegalArgumentException("verifyNodeId needs mutual TLS, but " + lack);
    }
  }

  /** Returns whether links are secured by secrets. */
  public boolean hasSecrets() {
    return !get(SECRETS).isEmpty();
  }

  /** Returns whether links are encrypted. */
  public boolean isEncrypted() {
    return hasSecrets() || hasOwnTls();
  }

  /** Returns whether links are secured by keys and certificates of the user's. */
  public boolean hasOwnTls() {
    return get(NET_SERVER_OPTIONS).isSsl();
  }

  /** How many ports are tried; throws if they are not all below 65536. */
  public int portsToTry() {
    int port = get(PORT);
    int ports = port == 0 || get(ADVERTISED_PORT) != 0 ? 1 : get(PORT_RANGE);
    if (port + ports - 1 > 65_535) {
      throw new IllegalArgumentException(
          "The ports " + port + ".." + (port + ports - 1) + " are not all in 1..65535");
    }
    return ports;
  }
}
