package org.hyparview.cluster.discovery;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hyparview.cluster.ContactSource;
import org.hyparview.cluster.discovery.Datagram.Kind;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.wire.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of this cluster on the local network, found by UDP multicast.
 *
 * <p>A node that knows no other node sends a query to the group, and each node of the same cluster
 * answers the sender alone. A node that knows others only announces itself, unanswered. So in a
 * cluster of n nodes at rest n datagrams leave between two searches. The latest
 * {@value #MAX_CONTACTS} nodes of all received datagrams are remembered, but not trusted: a dialed
 * node must still complete the handshake. Where the nodes share a secret, datagrams are
 * {@linkplain DatagramSeal authenticated}, and all others ignored.
 *
 * <p>A node that others dial by IPv6 uses the {@linkplain MulticastGroup group's IPv6 address}.
 *
 * <p>The listening socket is shared with other nodes on this host, so queries leave and answers
 * arrive by a second one. Where the network or the machine has no multicast, that is logged once,
 * and retried at each search.
 */
final class MulticastContacts implements ContactSource {

  static final int MAX_CONTACTS = 64;
  static final int ANSWERS_A_SECOND = 64;

  /** The time for answers that arrive just after the first. */
  private static final long MORE_ANSWERS_MILLIS = 20;

  private static final String ANY = "0.0.0.0";
  private static final String ANY_IPV6 = "::";

  private final DiscoveryConfig.Multicast config;
  private final int windowMillis;
  private final Consumer<String> log;
  private final Map<PeerId, PeerAddress> heard = new LinkedHashMap<>();
  private @Nullable Vertx vertx;
  private @Nullable Datagram query;
  private @Nullable Datagram announcement;
  private @Nullable Peer self;
  private @Nullable Future<Sockets> opening;
  private @Nullable Sockets sockets;
  private @Nullable Window window;
  private boolean logged;
  private boolean stopped;
  private long sent;
  private long received;
  private long malformed;
  private long foreign;
  private long unauthenticated;
  private long unanswered;
  private long answeredInSecond;
  private long second;

  private record Sockets(DatagramSocket listener, DatagramSocket speaker, String group) {}

  /**
   * Creates a source that has not started.
   *
   * @param windowMillis how long a query waits for its first answer
   * @param log receives the message that multicast is unavailable
   */
  MulticastContacts(DiscoveryConfig.Multicast config, int windowMillis, Consumer<String> log) {
    this.config = config;
    this.windowMillis = Math.max(1, windowMillis);
    this.log = log;
  }

  /** Prepares the source. The first search opens the sockets, or if it can't, the next one. */
  @Override
  public Future<Void> start(Vertx ourVertx, String clusterName, Peer ourSelf) {
    vertx = ourVertx;
    self = ourSelf;
    query = new Datagram(Kind.QUERY, clusterName, ourSelf);
    announcement = new Datagram(Kind.ANNOUNCE, clusterName, ourSelf);
    return Future.succeededFuture();
  }

  @Override
  public Future<List<PeerAddress>> contacts() {
    return open().compose(open -> look(open)).recover(this::unavailable);
  }

  private Future<List<PeerAddress>> unavailable(Throwable cause) {
    if (!logged && !stopped) {
      logged = true;
      log.accept(
          "Multicast discovery is unavailable, retrying with each search: " + cause.getMessage());
    }
    return Future.succeededFuture(known());
  }

  private Future<List<PeerAddress>> look(Sockets open) {
    if (!heard.isEmpty()) {
      return send(open, Objects.requireNonNull(announcement)).map(done -> known());
    }
    Window asking = new Window(open);
    window = asking;
    return send(open, Objects.requireNonNull(query))
        .onFailure(asking::fail)
        .compose(done -> asking.answered.future());
  }

  /** Returns the known nodes, the latest first. */
  private List<PeerAddress> known() {
    List<PeerAddress> contacts = new ArrayList<>(heard.values());
    Collections.reverse(contacts);
    return contacts;
  }

  private Future<Void> send(Sockets open, Datagram datagram) {
    sent++;
    return open.speaker.send(bytesOf(datagram), config.port(), open.group);
  }

  private Buffer bytesOf(Datagram datagram) {
    DatagramSeal seal = config.seal();
    return seal == null ? datagram.encode() : seal.seal(datagram.encode());
  }

  /** The window in which a query waits for answers. */
  private final class Window {

    private final Promise<List<PeerAddress>> answered = Promise.promise();
    private boolean closing;

    Window(Sockets open) {
      Vertx timers = Objects.requireNonNull(vertx);
      timers.setTimer(windowMillis, id -> close());
      timers.setTimer(Math.max(1, windowMillis / 2), id -> askAgain(open));
    }

    /** Repeats the query, in case it or its answers were lost. */
    private void askAgain(Sockets open) {
      if (heard.isEmpty() && !answered.future().isComplete() && !stopped) {
        send(open, Objects.requireNonNull(query)).onFailure(this::fail);
      }
    }

    void answer() {
      if (!closing) {
        closing = true;
        Objects.requireNonNull(vertx).setTimer(MORE_ANSWERS_MILLIS, id -> close());
      }
    }

    void close() {
      answered.tryComplete(known());
    }

    void fail(Throwable cause) {
      answered.tryFail(cause);
    }
  }

  // Sockets

  private Future<Sockets> open() {
    if (stopped) {
      return Future.failedFuture("stopped");
    }
    if (opening == null || opening.failed()) {
      opening = openAnew();
    }
    return opening;
  }

  private Future<Sockets> openAnew() {
    try {
      return open(MulticastInterface.choose(
          config.networkInterface(), Objects.requireNonNull(self, "not started").host()));
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Sockets> open(MulticastInterface by) {
    DatagramSocketOptions options = new DatagramSocketOptions()
        .setIpV6(by.ipv6())
        .setMulticastNetworkInterface(by.name())
        .setMulticastTimeToLive(config.timeToLive())
        .setLoopbackModeDisabled(false);
    Vertx maker = Objects.requireNonNull(vertx);
    Sockets opened = new Sockets(
        maker
            .createDatagramSocket(new DatagramSocketOptions(options).setReuseAddress(true))
            .handler(this::receive),
        maker.createDatagramSocket(options).handler(this::receive),
        by.ipv6() ? MulticastGroup.ipv6(config.group(), config.timeToLive()) : config.group());
    return opened
        .listener
        .listen(config.port(), by.ipv6() ? ANY_IPV6 : ANY)
        .compose(bound -> bound.listenMulticastGroup(opened.group, by.name(), null))
        .compose(joined -> opened.speaker.listen(0, by.ipv6() ? ownIpv6() : ANY))
        .map(bound -> {
          sockets = opened;
          return opened;
        })
        .recover(cause -> close(opened).transform(closed -> Future.failedFuture(cause)));
  }

  /**
   * Returns the address from which queries leave by IPv6, and to which answers go: not one of the
   * link, which is of no use without the interface.
   */
  private String ownIpv6() {
    String host = Objects.requireNonNull(self, "not started").host();
    return NetUtil.isValidIpV6Address(host) ? host : ANY_IPV6;
  }

  private static Future<Void> close(Sockets open) {
    return Future.join(open.listener.close(), open.speaker.close()).mapEmpty();
  }

  // Incoming datagrams

  private void receive(DatagramPacket packet) {
    DatagramSeal seal = config.seal();
    Buffer bytes = seal == null ? packet.data() : seal.open(packet.data());
    if (bytes == null) {
      unauthenticated++;
    } else {
      receive(bytes, packet.sender());
    }
  }

  private void receive(Buffer bytes, SocketAddress from) {
    try {
      receive(Datagram.decode(bytes), from);
    } catch (DecodeException e) {
      malformed++;
    }
  }

  private void receive(Datagram datagram, SocketAddress from) {
    Datagram own = Objects.requireNonNull(announcement);
    if (!datagram.clusterName().equals(own.clusterName())) {
      foreign++;
    } else if (!datagram.sender().sameNode(own.sender())) {
      received++;
      remember(datagram.sender());
      if (datagram.kind() == Kind.QUERY) {
        answer(own, from);
      }
    }
  }

  private void remember(Peer peer) {
    heard.remove(peer.id());
    if (heard.size() == MAX_CONTACTS) {
      heard.remove(heard.keySet().iterator().next());
    }
    heard.put(peer.id(), peer.address());
    if (window != null) {
      window.answer();
    }
  }

  private void answer(Datagram own, SocketAddress to) {
    if (sockets == null || stopped) {
      return;
    }
    long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    if (now != second) {
      second = now;
      answeredInSecond = 0;
    }
    if (answeredInSecond == ANSWERS_A_SECOND) {
      unanswered++;
    } else {
      answeredInSecond++;
      sent++;
      sockets.speaker.send(bytesOf(own), to.port(), to.hostAddress()).onFailure(this::unavailable);
    }
  }

  MulticastCounters counters() {
    return new MulticastCounters(sent, received, malformed, foreign, unauthenticated, unanswered);
  }

  @Override
  public Future<Void> stop() {
    stopped = true;
    if (window != null) {
      window.close();
    }
    return opening == null
        ? Future.succeededFuture()
        : opening.transform(
            opened -> opened.succeeded() ? close(opened.result()) : Future.succeededFuture());
  }

  @Override
  public String toString() {
    return "multicast";
  }
}
