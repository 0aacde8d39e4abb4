package org.hyparview.transport.stream;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.hyparview.protocol.peer.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which a {@link StreamTransport} listens, dials, supervises and bounds its links.
 *
 * <p>Immutable. Made by a {@link Builder}, whose setters check their argument at once and throw an
 * {@link IllegalArgumentException} that names the option, its range and the value. Only the cluster
 * name has no default.
 */
public final class TcpTransportOptions {

  /** The longest cluster name, in bytes of UTF-8. */
  public static final int MAX_CLUSTER_NAME_BYTES = 255;

  /** Listen at all addresses of the machine. */
  public static final String DEFAULT_BIND_HOST = "0.0.0.0";

  /** Listen at a port that the system picks. */
  public static final int DEFAULT_BIND_PORT = 0;

  /** Listen at the given port or not at all. */
  public static final int DEFAULT_BIND_PORT_RANGE = 1;

  /** The highest {@link #bindPortRange()} that can be set. */
  public static final int MAX_BIND_PORT_RANGE = 1_024;

  /** Milliseconds for the TCP connection and, if any, the TLS handshake. */
  public static final int DEFAULT_CONNECT_TIMEOUT_MILLIS = 2_000;

  /** Milliseconds for the other end to introduce itself. */
  public static final int DEFAULT_HELLO_TIMEOUT_MILLIS = 2_000;

  /** Milliseconds from one heartbeat to the next. */
  public static final int DEFAULT_HEARTBEAT_INTERVAL_MILLIS = 1_000;

  /** How many heartbeats may go unanswered. */
  public static final int DEFAULT_HEARTBEAT_MISSES = 3;

  /** Milliseconds without traffic after which a link that nobody relies on is closed. */
  public static final int DEFAULT_IDLE_TIMEOUT_MILLIS = 10_000;

  /** Bytes of the longest frame. */
  public static final int DEFAULT_MAX_FRAME_SIZE = 1 << 20;

  /** The lowest {@link #maxFrameSize()} that can be set. */
  public static final int MIN_MAX_FRAME_SIZE = 4 << 10;

  /** The highest {@link #maxFrameSize()} that can be set. */
  public static final int MAX_MAX_FRAME_SIZE = 16 << 20;

  /** How many accepted connections may be in the state before their hello. */
  public static final int DEFAULT_MAX_PENDING_HELLOS = 1_024;

  /** How many accepted links may be open on which this end does not rely. */
  public static final int DEFAULT_MAX_TEMPORARY_LINKS = 1_024;

  /** How many frames may wait in the control lane of a link. */
  public static final int DEFAULT_CONTROL_QUEUE_FRAMES = 1_024;

  /** How many bytes may wait in the control lane of a link. */
  public static final int DEFAULT_CONTROL_QUEUE_BYTES = 1 << 20;

  /** How many bytes may wait in the data lane of a link. */
  public static final int DEFAULT_DATA_QUEUE_BYTES = 4 << 20;

  private static final int MAX_MILLIS = 3_600_000;
  private static final int MAX_COUNT = 1_000_000;

  private final String clusterName;
  private final String bindHost;
  private final int bindPort;
  private final int bindPortRange;
  private final @Nullable String advertisedHost;
  private final int advertisedPort;
  private final int connectTimeoutMillis;
  private final int helloTimeoutMillis;
  private final int heartbeatIntervalMillis;
  private final int heartbeatMisses;
  private final int idleTimeoutMillis;
  private final int maxFrameSize;
  private final int maxPendingHellos;
  private final int maxTemporaryLinks;
  private final int controlQueueFrames;
  private final int controlQueueBytes;
  private final int dataQueueBytes;
  private final NetServerOptions serverOptions;
  private final NetClientOptions clientOptions;

  private TcpTransportOptions(Builder builder) {
    clusterName = builder.clusterName;
    bindHost = builder.bindHost;
    bindPort = builder.bindPort;
    bindPortRange = builder.bindPortRange;
    advertisedHost = builder.advertisedHost;
    advertisedPort = builder.advertisedPort;
    connectTimeoutMillis = builder.connectTimeoutMillis;
    helloTimeoutMillis = builder.helloTimeoutMillis;
    heartbeatIntervalMillis = builder.heartbeatIntervalMillis;
    heartbeatMisses = builder.heartbeatMisses;
    idleTimeoutMillis = builder.idleTimeoutMillis;
    maxFrameSize = builder.maxFrameSize;
    maxPendingHellos = builder.maxPendingHellos;
    maxTemporaryLinks = builder.maxTemporaryLinks;
    controlQueueFrames = builder.controlQueueFrames;
    controlQueueBytes = builder.controlQueueBytes;
    dataQueueBytes = builder.dataQueueBytes;
    serverOptions = new NetServerOptions(builder.serverOptions);
    clientOptions = new NetClientOptions(builder.clientOptions);
  }

  /**
   * A builder that holds the defaults.
   *
   * @param clusterName see {@link #clusterName()}
   * @throws IllegalArgumentException if the name is empty, longer than
   *     {@value #MAX_CLUSTER_NAME_BYTES} bytes in UTF-8 or holds a control character
   */
  public static Builder builder(String clusterName) {
    return new Builder(clusterName);
  }

  /**
   * Returns a name that a cluster may have.
   *
   * @throws IllegalArgumentException if it is empty, longer than {@value #MAX_CLUSTER_NAME_BYTES}
   *     bytes in UTF-8 or holds a control character
   */
  static String checkClusterName(String name) {
    Objects.requireNonNull(name, "clusterName must not be null");
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_CLUSTER_NAME_BYTES) {
      throw new IllegalArgumentException("clusterName must have 1 to "
          + MAX_CLUSTER_NAME_BYTES
          + " bytes in UTF-8, but has "
          + bytes);
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("clusterName must not hold control characters");
    }
    return name;
  }

  /**
   * The cluster that this node belongs to, 1 to {@value #MAX_CLUSTER_NAME_BYTES} bytes in UTF-8
   * without control characters. Nodes of other clusters are refused.
   */
  public String clusterName() {
    return clusterName;
  }

  /** The host name or IP literal to listen at; a wildcard for all addresses of the machine. */
  public String bindHost() {
    return bindHost;
  }

  /** The port to listen at, 0 to 65535; 0 for any. */
  public int bindPort() {
    return bindPort;
  }

  /**
   * How many ports are tried, from {@link #bindPort()} upwards, until one is free; 1 to
   * {@value #MAX_BIND_PORT_RANGE}.
   */
  public int bindPortRange() {
    return bindPortRange;
  }

  /**
   * The host at which others dial this node. Null stands for {@link #bindHost()} or, if that is a
   * wildcard, for an IPv4 address of the machine: a site-local one if there is one, else any that
   * isn't loopback, else loopback; among equals the one that the default route leaves by.
   */
  public @Nullable String advertisedHost() {
    return advertisedHost;
  }

  /** The port at which others dial this node, 0 to 65535; 0 for the one it listens at. */
  public int advertisedPort() {
    return advertisedPort;
  }

  /**
   * Milliseconds for the name lookup, the TCP connection and the TLS handshake of a dialed link. A
   * higher value keeps the dialer longer at a dead address, a lower one misses distant peers.
   */
  public int connectTimeoutMillis() {
    return connectTimeoutMillis;
  }

  /** Milliseconds for the other end to introduce itself once it is connected. */
  public int helloTimeoutMillis() {
    return helloTimeoutMillis;
  }

  /**
   * Milliseconds from one heartbeat to the next on links that this end relies on, and on others
   * while nothing comes in after something was sent. A higher value finds silent failures later, a
   * lower one costs more frames.
   */
  public int heartbeatIntervalMillis() {
    return heartbeatIntervalMillis;
  }

  /**
   * How many heartbeat intervals a peer may be silent, 2 or more: on a link that this end relies on
   * at any time, on another one after something was sent. A higher value finds silent failures
   * later, a lower one accuses peers that only paused.
   */
  public int heartbeatMisses() {
    return heartbeatMisses;
  }

  /**
   * Milliseconds without a frame in either direction after which a link is closed that this end
   * does not rely on. Heartbeats don't count.
   */
  public int idleTimeoutMillis() {
    return idleTimeoutMillis;
  }

  /**
   * The longest frame in bytes, its channel included, {@value #MIN_MAX_FRAME_SIZE} to
   * {@value #MAX_MAX_FRAME_SIZE}. Longer ones are not sent, and end the link that they come in on;
   * so all nodes of a cluster need the same value.
   */
  public int maxFrameSize() {
    return maxFrameSize;
  }

  /** How many accepted connections may be waiting for their hello; more are closed at once. */
  public int maxPendingHellos() {
    return maxPendingHellos;
  }

  /** How many accepted links may be open on which this end does not rely; more are refused. */
  public int maxTemporaryLinks() {
    return maxTemporaryLinks;
  }

  /** How many frames may wait in the control lane of a link; one more ends the link. */
  public int controlQueueFrames() {
    return controlQueueFrames;
  }

  /**
   * How many bytes may wait in the control lane of a link; more end the link. Each frame counts
   * {@value SendQueue#FRAME_OVERHEAD} bytes more than its length; an empty lane takes any frame.
   */
  public int controlQueueBytes() {
    return controlQueueBytes;
  }

  /**
   * How many bytes may wait in the data lane of a link; more are refused. Counted as for
   * {@link #controlQueueBytes()}.
   */
  public int dataQueueBytes() {
    return dataQueueBytes;
  }

  /** What the server is made with; a copy, in which host and port don't count. */
  public NetServerOptions serverOptions() {
    return new NetServerOptions(serverOptions);
  }

  /** What the client is made with; a copy, in which the connect timeout doesn't count. */
  public NetClientOptions clientOptions() {
    return new NetClientOptions(clientOptions);
  }

  /** Collects and checks options. Not safe for concurrent use. */
  public static final class Builder {

    private final String clusterName;
    private String bindHost = DEFAULT_BIND_HOST;
    private int bindPort = DEFAULT_BIND_PORT;
    private int bindPortRange = DEFAULT_BIND_PORT_RANGE;
    private @Nullable String advertisedHost;
    private int advertisedPort;
    private int connectTimeoutMillis = DEFAULT_CONNECT_TIMEOUT_MILLIS;
    private int helloTimeoutMillis = DEFAULT_HELLO_TIMEOUT_MILLIS;
    private int heartbeatIntervalMillis = DEFAULT_HEARTBEAT_INTERVAL_MILLIS;
    private int heartbeatMisses = DEFAULT_HEARTBEAT_MISSES;
    private int idleTimeoutMillis = DEFAULT_IDLE_TIMEOUT_MILLIS;
    private int maxFrameSize = DEFAULT_MAX_FRAME_SIZE;
    private int maxPendingHellos = DEFAULT_MAX_PENDING_HELLOS;
    private int maxTemporaryLinks = DEFAULT_MAX_TEMPORARY_LINKS;
    private int controlQueueFrames = DEFAULT_CONTROL_QUEUE_FRAMES;
    private int controlQueueBytes = DEFAULT_CONTROL_QUEUE_BYTES;
    private int dataQueueBytes = DEFAULT_DATA_QUEUE_BYTES;
    private NetServerOptions serverOptions = new NetServerOptions();
    private NetClientOptions clientOptions = new NetClientOptions();

    private Builder(String clusterName) {
      this.clusterName = checkClusterName(clusterName);
    }

    /** Sets {@link TcpTransportOptions#bindHost()}. */
    public Builder bindHost(String host) {
      bindHost = host("bindHost", host);
      return this;
    }

    /** Sets {@link TcpTransportOptions#bindPort()}. */
    public Builder bindPort(int port) {
      bindPort = inRange("bindPort", port, 0, 65_535);
      return this;
    }

    /** Sets {@link TcpTransportOptions#bindPortRange()}. */
    public Builder bindPortRange(int ports) {
      bindPortRange = inRange("bindPortRange", ports, 1, MAX_BIND_PORT_RANGE);
      return this;
    }

    /** Sets {@link TcpTransportOptions#advertisedHost()}. */
    public Builder advertisedHost(@Nullable String host) {
      advertisedHost = host == null ? null : host("advertisedHost", host);
      return this;
    }

    /** Sets {@link TcpTransportOptions#advertisedPort()}. */
    public Builder advertisedPort(int port) {
      advertisedPort = inRange("advertisedPort", port, 0, 65_535);
      return this;
    }

    /** Sets {@link TcpTransportOptions#connectTimeoutMillis()}, 1 ms to 1 h. */
    public Builder connectTimeoutMillis(int millis) {
      connectTimeoutMillis = inRange("connectTimeoutMillis", millis, 1, MAX_MILLIS);
      return this;
    }

    /** Sets {@link TcpTransportOptions#helloTimeoutMillis()}, 1 ms to 1 h. */
    public Builder helloTimeoutMillis(int millis) {
      helloTimeoutMillis = inRange("helloTimeoutMillis", millis, 1, MAX_MILLIS);
      return this;
    }

    /** Sets {@link TcpTransportOptions#heartbeatIntervalMillis()}, 10 ms to 1 h. */
    public Builder heartbeatIntervalMillis(int millis) {
      heartbeatIntervalMillis = inRange("heartbeatIntervalMillis", millis, 10, MAX_MILLIS);
      return this;
    }

    /** Sets {@link TcpTransportOptions#heartbeatMisses()}, 2 to 1000. */
    public Builder heartbeatMisses(int misses) {
      heartbeatMisses = inRange("heartbeatMisses", misses, 2, 1_000);
      return this;
    }

    /** Sets {@link TcpTransportOptions#idleTimeoutMillis()}, 10 ms to 1 h. */
    public Builder idleTimeoutMillis(int millis) {
      idleTimeoutMillis = inRange("idleTimeoutMillis", millis, 10, MAX_MILLIS);
      return this;
    }

    /** Sets {@link TcpTransportOptions#maxFrameSize()}. */
    public Builder maxFrameSize(int bytes) {
      maxFrameSize = inRange("maxFrameSize", bytes, MIN_MAX_FRAME_SIZE, MAX_MAX_FRAME_SIZE);
      return this;
    }

    /** Sets {@link TcpTransportOptions#maxPendingHellos()}, 1 to 1 million. */
    public Builder maxPendingHellos(int connections) {
      maxPendingHellos = inRange("maxPendingHellos", connections, 1, MAX_COUNT);
      return this;
    }

    /** Sets {@link TcpTransportOptions#maxTemporaryLinks()}, 1 to 1 million. */
    public Builder maxTemporaryLinks(int links) {
      maxTemporaryLinks = inRange("maxTemporaryLinks", links, 1, MAX_COUNT);
      return this;
    }

    /** Sets {@link TcpTransportOptions#controlQueueFrames()}, 1 to 1 million. */
    public Builder controlQueueFrames(int frames) {
      controlQueueFrames = inRange("controlQueueFrames", frames, 1, MAX_COUNT);
      return this;
    }

    /** Sets {@link TcpTransportOptions#controlQueueBytes()}, 1 KiB to 1 GiB. */
    public Builder controlQueueBytes(int bytes) {
      controlQueueBytes = inRange("controlQueueBytes", bytes, 1 << 10, 1 << 30);
      return this;
    }

    /** Sets {@link TcpTransportOptions#dataQueueBytes()}, 1 KiB to 1 GiB. */
    public Builder dataQueueBytes(int bytes) {
      dataQueueBytes = inRange("dataQueueBytes", bytes, 1 << 10, 1 << 30);
      return this;
    }

    /**
     * What the server is made with: TLS by {@code setSsl(true)} and a key, mutual TLS by
     * {@code setClientAuth(ClientAuth.REQUIRED)} and a trust store besides.
     */
    public Builder serverOptions(NetServerOptions options) {
      serverOptions = new NetServerOptions(options);
      return this;
    }

    /**
     * What the client is made with: TLS by {@code setSsl(true)} and a trust store, mutual TLS by a
     * key besides. Unless another algorithm is set, the certificate of a peer must name the host
     * that was dialed, as with {@code setHostnameVerificationAlgorithm("HTTPS")}; with the empty
     * string any certificate will do that the trust store vouches for.
     */
    public Builder clientOptions(NetClientOptions options) {
      clientOptions = new NetClientOptions(options);
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if the range of ports ends above 65535
     */
    public TcpTransportOptions build() {
      if (bindPort + bindPortRange - 1 > 65_535) {
        throw new IllegalArgumentException("The ports " + bindPort + ".."
            + (bindPort + bindPortRange - 1) + " are not all in 1..65535");
      }
      return new TcpTransportOptions(this);
    }

    private static String host(String option, String host) {
      try {
        return new PeerAddress(host, 1).host();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
      }
    }

    private static int inRange(String option, int value, int min, int max) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(
            option + " must be in " + min + ".." + max + ", but is " + value);
      }
      return value;
    }
  }
}
