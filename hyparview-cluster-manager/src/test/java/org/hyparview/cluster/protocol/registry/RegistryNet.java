package org.hyparview.cluster.protocol.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.hyparview.cluster.protocol.registry.RegistryMessage.Update;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;

/**
 * A network of registries alone, on links that the test creates and with a broadcast that reaches
 * the selected nodes. Messages under way wait until the test runs it. Every message is kept, for
 * inspection.
 */
final class RegistryNet {

  static final long EPOCH = 1_700_000_000_000L;

  /** One registry with its reported events. */
  final class Node {
    final int index;
    final Registry registry;
    final Reported reported;
    final Map<Integer, Long> links = new LinkedHashMap<>();
    final List<Peer> changed = new ArrayList<>();
    final List<PeerId> gone = new ArrayList<>();
    final List<RegistryAction.Claimed> claims = new ArrayList<>();
    final List<String> disbelieved = new ArrayList<>();
    boolean alive = true;

    Node(int index, Peer self, RegistryConfig config) {
      this.index = index;
      registry = new Registry(self, config, new SplittableRandom(seed + index), now);
      reported = new Reported(registry);
    }

    /** The number of the link to another node. */
    long linkTo(Node other) {
      return Objects.requireNonNull(links.get(other.index), "no link");
    }

    PeerId id() {
      return registry.self().id();
    }
  }

  final List<Node> nodes = new ArrayList<>();
  final List<RegistryMessage> messages = new ArrayList<>();
  final List<Update> broadcasts = new ArrayList<>();
  long now = 10_000;

  /** Selects the messages between neighbors that are delivered. */
  Predicate<RegistryMessage> delivered = message -> true;

  /** Selects the pairs of nodes that broadcasts reach. */
  BiPredicate<Node, Node> broadcastReaches = (from, to) -> true;

  /** Whether broadcasts are acknowledged at once, or only when the test says so. */
  boolean acknowledging = true;

  private final long seed;
  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private long linkNumbers;

  RegistryNet(long seed) {
    this.seed = seed;
  }

  Node add(RegistryConfig config) {
    int index = nodes.size();
    Peer self =
        new Peer(PeerId.of("n" + index), EPOCH + now, new PeerAddress("host", 7000 + index));
    return add(self, config);
  }

  Node add() {
    return add(RegistryConfig.DEFAULT);
  }

  Node add(Peer self, RegistryConfig config) {
    Node node = new Node(nodes.size(), self, config);
    nodes.add(node);
    return node;
  }

  /** Returns a cluster whose nodes are all neighbors and have joined one after the other. */
  static RegistryNet joined(int size) {
    RegistryNet net = new RegistryNet(size);
    for (int i = 0; i < size; i++) {
      Node node = net.add();
      if (i == 0) {
        node.registry.alone(net.now);
        net.drain(node);
      }
      for (int j = 0; j < i; j++) {
        net.link(net.nodes.get(j), node);
      }
      net.run();
    }
    return net;
  }

  void link(Node a, Node b) {
    long toB = ++linkNumbers;
    long toA = ++linkNumbers;
    a.links.put(b.index, toB);
    b.links.put(a.index, toA);
    a.registry.neighborUp(b.registry.self(), toB, now);
    drain(a);
    b.registry.neighborUp(a.registry.self(), toA, now);
    drain(b);
  }

  void unlink(Node a, Node b) {
    down(a, b);
    down(b, a);
  }

  private void down(Node at, Node other) {
    Long link = at.links.remove(other.index);
    if (link != null && at.alive) {
      at.registry.neighborDown(link, now);
      drain(at);
    }
  }

  /** Kills a node: all its links end. */
  void kill(Node node) {
    node.alive = false;
    List.copyOf(node.links.keySet()).forEach(other -> unlink(node, nodes.get(other)));
  }

  /** Delivers everything that is under way, and what follows from it. */
  void run() {
    do {
      Runnable next = underWay.poll();
      while (next != null) {
        next.run();
        next = underWay.poll();
      }
      nodes.forEach(this::flush);
    } while (!underWay.isEmpty());
  }

  /** Lets time pass, and wakes the nodes that are due. */
  void pass(long millis) {
    long end = now + millis;
    run();
    while (nextDeadline() <= end) {
      now = Math.max(now, nextDeadline());
      for (Node node : nodes) {
        if (node.alive && node.registry.deadline() <= now) {
          node.registry.wake(now);
          drain(node);
        }
      }
      run();
    }
    now = end;
  }

  private long nextDeadline() {
    return nodes.stream()
        .filter(node -> node.alive)
        .mapToLong(node -> node.registry.deadline())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  void flush(Node node) {
    if (node.alive) {
      node.registry.flush(now);
      drain(node);
    }
  }

  /** Performs the registry's actions; to be called after each input that a test makes itself. */
  void drain(Node node) {
    node.registry.outbox().drainTo(new Executor(node));
    node.reported.check();
  }

  /** Returns whether all living nodes have equal states. */
  boolean isConverged() {
    return nodes.stream()
            .filter(node -> node.alive)
            .map(node -> node.registry.hash())
            .distinct()
            .count()
        == 1;
  }

  private Set<Node> reachedBy(Node origin) {
    Set<Node> reached = new LinkedHashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(origin));
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (node.alive && reached.add(node)) {
        node.links.keySet().forEach(index -> open.add(nodes.get(index)));
      }
    }
    reached.remove(origin);
    return reached;
  }

  private final class Executor implements Registry.Host {

    private final Node node;

    Executor(Node node) {
      this.node = node;
    }

    @Override
    public void onBroadcast(RegistryAction.Broadcast action) {
      broadcasts.add(action.update());
      underWay.add(() -> deliver(action));
    }

    private void deliver(RegistryAction.Broadcast action) {
      boolean all = acknowledging;
      for (Node to : reachedBy(node)) {
        if (broadcastReaches.test(node, to)) {
          to.registry.receiveBroadcast(action.update(), now);
          drain(to);
        } else {
          all = false;
        }
      }
      if (acknowledging && node.alive) {
        node.registry.broadcastCompleted(action.number(), all, now);
        drain(node);
      }
    }

    @Override
    public void onSend(RegistryAction.Send action) {
      messages.add(action.message());
      for (Map.Entry<Integer, Long> link : node.links.entrySet()) {
        Node to = nodes.get(link.getKey());
        Long back = to.links.get(node.index);
        if (link.getValue() == action.link() && back != null) {
          underWay.add(() -> deliver(to, back, action.message()));
        }
      }
    }

    private void deliver(Node to, long link, RegistryMessage message) {
      if (to.alive && delivered.test(message) && to.links.containsValue(link)) {
        to.registry.receive(link, message, now);
        drain(to);
      }
    }

    @Override
    public void onEvent(RegistryEvent event) {
      node.reported.add(event);
    }

    @Override
    public void onMemberChanged(RegistryAction.MemberChanged action) {
      node.changed.add(action.member());
    }

    @Override
    public void onMemberGone(RegistryAction.MemberGone action) {
      node.gone.add(action.id());
    }

    @Override
    public void onClaimed(RegistryAction.Claimed action) {
      node.claims.add(action);
    }

    @Override
    public void onDisbelieve(RegistryAction.Disbelieve action) {
      node.disbelieved.add(action.claim());
    }
  }
}
