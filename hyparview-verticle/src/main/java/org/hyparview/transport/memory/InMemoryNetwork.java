package org.hyparview.transport.memory;

import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * A network inside this process, for tests: the transports on it reach each other without sockets.
 * Five nodes of an overlay in one Vert.x:
 *
 * <pre>{@code
 * InMemoryNetwork network = new InMemoryNetwork();
 * for (int i = 1; i <= 5; i++) {
 *   HyParViewOptions options = new HyParViewOptions()
 *       .setNodeId("n" + i)
 *       .setEventBusPrefix("n" + i)
 *       .addContact("memory:1");
 *   Transport transport = network.transport(vertx, new PeerAddress("memory", i));
 *   vertx.deployVerticle(new HyParViewVerticle(options, transport));
 * }
 * }</pre>
 *
 * <p>Nodes can {@linkplain #crash crash} and the network can be {@linkplain #partition split}. All
 * methods may be called from any thread.
 */
public final class InMemoryNetwork {

  /** The default interval of the checks of links. */
  public static final long DEFAULT_HEARTBEAT_MILLIS = 1_000;

  private final ConcurrentMap<PeerAddress, InMemoryNode> nodes = new ConcurrentHashMap<>();
  private final long heartbeatMillis;
  private volatile BiPredicate<PeerAddress, PeerAddress> separated = (one, other) -> false;

  /** Creates a network with a heartbeat of {@value #DEFAULT_HEARTBEAT_MILLIS} ms. */
  public InMemoryNetwork() {
    this(DEFAULT_HEARTBEAT_MILLIS);
  }

  /**
   * Creates a network.
   *
   * @param heartbeatMillis the interval of the checks of links: a one-sided link lasts for three
   *     heartbeats, one that no node relies on for thirty after its last frame
   */
  public InMemoryNetwork(long heartbeatMillis) {
    if (heartbeatMillis < 1) {
      throw new IllegalArgumentException(
          "A heartbeat must have 1 ms or more, but has " + heartbeatMillis);
    }
    this.heartbeatMillis = heartbeatMillis;
  }

  /** Creates a transport at the address, which can be dialed once it is started. */
  public InMemoryTransport transport(Vertx vertx, PeerAddress address) {
    return new InMemoryTransport(this, vertx, address);
  }

  /**
   * Crashes the node at the address: its peers are notified with
   * {@link CloseReason#CONNECTION_LOST}, it receives nothing more, and another can start at its
   * address.
   */
  public void crash(PeerAddress address) {
    InMemoryNode node = nodes.remove(address);
    if (node != null) {
      node.crash();
    }
  }

  /**
   * Splits the network. Links between separated nodes are lost and new ones can't be opened, until
   * it is split in another way or {@link #heal healed}.
   *
   * @param separated whether two nodes can't reach each other; must be symmetric and without state
   */
  public void partition(BiPredicate<PeerAddress, PeerAddress> separated) {
    this.separated = separated;
    nodes.values().forEach(InMemoryNode::loseSeparatedLinks);
  }

  /** Reconnects all nodes. Lost links stay lost. */
  public void heal() {
    separated = (one, other) -> false;
  }

  boolean join(PeerAddress address, InMemoryNode node) {
    return nodes.putIfAbsent(address, node) == null;
  }

  void leave(PeerAddress address, InMemoryNode node) {
    nodes.remove(address, node);
  }

  /**
   * Returns the node at an address, or null if none can be reached there from the other address.
   */
  @Nullable
  InMemoryNode reach(PeerAddress from, PeerAddress to) {
    return areSeparated(from, to) ? null : nodes.get(to);
  }

  boolean areSeparated(PeerAddress one, PeerAddress other) {
    return separated.test(one, other);
  }

  long heartbeatMillis() {
    return heartbeatMillis;
  }
}
