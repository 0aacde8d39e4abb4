package org.hyparview.protocol.hyparview;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.hyparview.protocol.hyparview.HyParViewAction.Cancel;
import org.hyparview.protocol.hyparview.HyParViewAction.Close;
import org.hyparview.protocol.hyparview.HyParViewAction.Connect;
import org.hyparview.protocol.hyparview.HyParViewAction.ConnectFailure;
import org.hyparview.protocol.hyparview.HyParViewAction.Isolated;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerDown;
import org.hyparview.protocol.hyparview.HyParViewAction.PeerUp;
import org.hyparview.protocol.hyparview.HyParViewAction.SelfChanged;
import org.hyparview.protocol.hyparview.HyParViewAction.Send;
import org.hyparview.protocol.hyparview.HyParViewAction.SendDirect;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Many machines and the network between them, in virtual time: links keep the order of their
 * messages, and everything else may be reordered, delayed, cut or lost. Each step of each machine
 * is checked against the invariants that {@link HyParView} numbers.
 */
final class Cluster {

  /** What a partition does to the links that it cuts is noticed after this time. */
  static final long SILENCE = 4_000;

  private record Event(long time, long sequence, Runnable what) {}

  /** One end of a link. */
  private static final class End {
    final long number;
    final Node owner;

    @Nullable
    End other;

    boolean open = true;
    long lastArrival;

    End(long number, Node owner) {
      this.number = number;
      this.owner = owner;
    }
  }

  /** A node: a machine, its address, and what its host would hold. */
  final class Node implements HyParViewAction.Handler {
    final int index;
    final PeerAddress address;
    HyParView machine;
    boolean alive = true;
    boolean member;
    int side;
    int isolations;
    final Map<Long, End> ends = new HashMap<>();
    final Set<Long> connecting = new HashSet<>();
    final List<HyParViewAction> events = new ArrayList<>();
    private long wakeAt = Machine.NEVER;

    Node(int index, HyParView machine) {
      this.index = index;
      this.machine = machine;
      this.address = machine.self().address();
    }

    Peer self() {
      return machine.self();
    }

    /** Gives an input to the machine, if the node lives, and does what it asks for. */
    void input(Consumer<HyParView> input) {
      if (!alive) {
        return;
      }
      input.accept(machine);
      HyParViewAction action = machine.outbox().poll();
      while (action != null) {
        action.dispatch(this);
        action = machine.outbox().poll();
      }
      Invariants.check(machine, config, member, now);
      armTimer();
    }

    private void armTimer() {
      long deadline = machine.deadline();
      if (deadline != Machine.NEVER && deadline < wakeAt) {
        wakeAt = deadline;
        HyParView armedFor = machine;
        timers.add(new Event(Math.max(deadline, now), sequence++, () -> timer(armedFor)));
      }
    }

    private void timer(HyParView armedFor) {
      if (machine == armedFor) {
        wakeAt = Machine.NEVER;
        input(m -> m.wake(now));
      }
    }

    @Override
    public void onConnect(Connect action) {
      connecting.add(action.request());
      HyParView life = machine;
      after(() -> arrive(life, action));
    }

    private void arrive(HyParView life, Connect action) {
      Node target = byAddress.get(action.address());
      if (target != null && !reaches(this, target)) {
        at(now + SILENCE, () -> connectFailed(life, action, ConnectFailure.UNREACHABLE));
      } else if (target == null || !target.alive) {
        after(() -> connectFailed(life, action, ConnectFailure.UNREACHABLE));
      } else if (target == this) {
        after(() -> connectFailed(life, action, ConnectFailure.SELF));
      } else if (action.expected() != null
          && !action.expected().equals(target.self().id())) {
        after(() -> connectFailed(life, action, ConnectFailure.WRONG_PEER));
      } else {
        after(() -> established(life, action, link(this, target)));
      }
    }

    private void connectFailed(HyParView life, Connect action, ConnectFailure reason) {
      if (machine == life && connecting.remove(action.request())) {
        input(m -> m.connectFailed(action.request(), reason, now));
      }
    }

    private void established(HyParView life, Connect action, End end) {
      if (machine != life || !alive || !connecting.remove(action.request())) {
        close(end);
      } else if (end.open && end.other != null) {
        Peer peer = end.other.owner.self();
        input(m -> m.connected(action.request(), end.number, peer, now));
      } else {
        input(m -> m.connectFailed(action.request(), ConnectFailure.UNREACHABLE, now));
      }
    }

    @Override
    public void onCancel(Cancel action) {
      connecting.remove(action.request());
    }

    @Override
    public void onSend(Send action) {
      End end = ends.get(action.link());
      if (end != null) {
        transmit(end, action.message());
      }
    }

    @Override
    public void onSendDirect(SendDirect action) {
      HyParView life = machine;
      after(() -> arriveDirect(life, action));
    }

    private void arriveDirect(HyParView life, SendDirect action) {
      Node target = byAddress.get(action.to());
      if (machine == life && alive && target != null && target.alive && reaches(this, target)) {
        PeerId expected = action.expected();
        if (target != this && (expected == null || expected.equals(target.self().id()))) {
          transmit(link(this, target), action.message());
        }
      }
    }

    @Override
    public void onClose(Close action) {
      End end = ends.get(action.link());
      if (end != null) {
        close(end);
      }
    }

    @Override
    public void onPeerUp(PeerUp action) {
      events.add(action);
    }

    @Override
    public void onPeerDown(PeerDown action) {
      events.add(action);
    }

    @Override
    public void onIsolated(Isolated action) {
      isolations++;
    }

    @Override
    public void onSelfChanged(SelfChanged action) {
      events.add(action);
    }
  }

  final List<Node> nodes = new ArrayList<>();
  final SplittableRandom random;
  final HyParViewConfig config;
  long now;
  long messages;
  long hash = 17;
  double loss;
  final Map<Class<?>, Long> kinds = new HashMap<>();

  private final IntUnaryOperator delay;
  private final Map<PeerAddress, Node> byAddress = new HashMap<>();
  private final PriorityQueue<Event> network = queue();
  private final PriorityQueue<Event> timers = queue();
  private boolean partitioned;
  private long sequence;
  private long linkNumber;

  private Cluster(long seed, HyParViewConfig config, boolean fifo) {
    this.random = new SplittableRandom(seed);
    this.config = config;
    this.delay = fifo ? bound -> 1 : bound -> 1 + random.nextInt(bound);
  }

  private static PriorityQueue<Event> queue() {
    return new PriorityQueue<>(
        Comparator.comparingLong(Event::time).thenComparingLong(Event::sequence));
  }

  /** All messages take the same time: the worst case for livelocks. */
  static Cluster fifo(long seed, HyParViewConfig config) {
    return new Cluster(seed, config, true);
  }

  /** Messages of different links overtake each other at random. */
  static Cluster interleaved(long seed, HyParViewConfig config) {
    return new Cluster(seed, config, false);
  }

  // Building

  Node addNode() {
    int index = nodes.size();
    Node node = new Node(index, machine(peer(index, 1_000L + index)));
    nodes.add(node);
    byAddress.put(node.address, node);
    return node;
  }

  private HyParView machine(Peer self) {
    return new HyParView(self, config, random.split());
  }

  static Peer peer(int index, long incarnation) {
    PeerAddress address = new PeerAddress("10.0." + index / 250 + "." + index % 250, 7100);
    return new Peer(PeerId.of("n" + index), incarnation, address);
  }

  /** Adds nodes that all join through the first one, at the same moment. */
  Cluster burst(int count) {
    for (int i = 0; i < count; i++) {
      Node node = addNode();
      join(node, List.of(nodes.get(0).address));
    }
    return this;
  }

  void join(Node node, List<PeerAddress> contacts) {
    node.member = true;
    node.input(m -> m.join(contacts, now));
  }

  /** Adds nodes that join through the first one, each when the one before has come to rest. */
  Cluster sequential(int count) {
    for (int i = 0; i < count; i++) {
      join(addNode(), List.of(nodes.get(0).address));
      advance(20);
    }
    return this;
  }

  // Breaking

  /** A process dies; its host resets its links at once. */
  void crash(Node node) {
    die(node, 1);
  }

  /** A host dies; its links are only found dead by their silence. */
  void vanish(Node node) {
    die(node, SILENCE);
  }

  private void die(Node node, long noticedAfter) {
    node.alive = false;
    node.connecting.clear();
    for (End end : List.copyOf(node.ends.values())) {
      end.open = false;
      if (end.other != null) {
        End other = end.other;
        at(now + noticedAfter, () -> lost(other));
      }
    }
    node.ends.clear();
  }

  /** A new life of a crashed node; it forgets all but its contacts. */
  void restart(Node node, long incarnation, List<PeerAddress> contacts) {
    node.machine = machine(node.self().withIncarnation(incarnation));
    node.alive = true;
    node.wakeAt = Machine.NEVER;
    join(node, contacts);
  }

  void leave(Node node) {
    node.member = false;
    node.input(m -> m.leave(now));
    node.alive = false;
  }

  /** Cuts all between sides; links that are cut are noticed as lost after {@link #SILENCE}. */
  void partition(IntUnaryOperator sideOfNode) {
    nodes.forEach(node -> node.side = sideOfNode.applyAsInt(node.index));
    partitioned = true;
    at(now + SILENCE, this::loseCutLinks);
  }

  private void loseCutLinks() {
    for (Node node : nodes) {
      for (End end : List.copyOf(node.ends.values())) {
        if (partitioned && end.other != null && !reaches(node, end.other.owner)) {
          lost(end);
        }
      }
    }
  }

  void heal() {
    partitioned = false;
  }

  private boolean reaches(Node a, Node b) {
    return !partitioned || a.side == b.side;
  }

  // Running

  /** Lets all that is on its way arrive, without any timer, and returns how many messages did. */
  long drain() {
    long before = messages;
    long budget = 2_000L * nodes.size() + 10_000;
    while (!network.isEmpty()) {
      run(network.remove());
      if (messages - before > budget) {
        throw new AssertionError("No rest after " + (messages - before) + " messages: " + kinds);
      }
    }
    return messages - before;
  }

  /** Lets virtual time pass. */
  void advance(long millis) {
    long end = now + millis;
    while (true) {
      PriorityQueue<Event> first = first();
      if (first.isEmpty() || first.element().time > end) {
        now = end;
        return;
      }
      run(first.remove());
    }
  }

  private PriorityQueue<Event> first() {
    if (network.isEmpty() || timers.isEmpty()) {
      return network.isEmpty() ? timers : network;
    }
    return timers.element().time < network.element().time ? timers : network;
  }

  private void run(Event event) {
    now = Math.max(now, event.time);
    event.what.run();
  }

  void ticks(int count) {
    advance(count * config.shuffleInterval());
  }

  private void at(long time, Runnable what) {
    network.add(new Event(time, sequence++, what));
  }

  private void after(Runnable what) {
    at(now + delay.applyAsInt(50), what);
  }

  // Links

  private End link(Node from, Node to) {
    End near = new End(++linkNumber, from);
    End far = new End(++linkNumber, to);
    near.other = far;
    far.other = near;
    from.ends.put(near.number, near);
    to.ends.put(far.number, far);
    return near;
  }

  private void transmit(End end, HyParViewMessage message) {
    End other = end.other;
    if (other == null || (loss > 0 && random.nextDouble() < loss)) {
      return;
    }
    inOrder(end, () -> deliver(end, other, message));
  }

  private void inOrder(End end, Runnable what) {
    end.lastArrival = Math.max(end.lastArrival, now + delay.applyAsInt(50));
    at(end.lastArrival, what);
  }

  private void deliver(End from, End to, HyParViewMessage message) {
    if (!to.open || !to.owner.alive || !reaches(from.owner, to.owner)) {
      return;
    }
    messages++;
    kinds.merge(message.getClass(), 1L, Long::sum);
    hash =
        31 * hash + (now * 31 + to.number) * 31 + message.getClass().getName().hashCode();
    Peer sender = from.owner.self();
    to.owner.input(m -> m.receive(to.number, sender, message, now));
  }

  private void close(End end) {
    if (!end.open) {
      return;
    }
    end.open = false;
    end.owner.ends.remove(end.number);
    End other = end.other;
    if (other != null) {
      inOrder(end, () -> closedByPeer(end, other));
    }
  }

  /** A partition keeps the news of a close back; then silence tells it. */
  private void closedByPeer(End from, End to) {
    if (reaches(from.owner, to.owner)) {
      lost(to);
    } else {
      at(now + SILENCE, () -> lost(to));
    }
  }

  private void lost(End end) {
    if (end.open) {
      end.open = false;
      end.owner.ends.remove(end.number);
      end.owner.input(m -> m.linkLost(end.number, now));
    }
  }

  // Looking

  List<Node> alive() {
    return nodes.stream().filter(node -> node.alive).toList();
  }

  /** How many view entries have no counterpart at the other node. */
  int oneWayEntries() {
    Map<PeerId, Set<PeerId>> views = new HashMap<>();
    for (Node node : alive()) {
      Set<PeerId> view = new HashSet<>();
      node.machine.activeView().forEach(peer -> view.add(peer.id()));
      views.put(node.self().id(), view);
    }
    int oneWay = 0;
    for (Map.Entry<PeerId, Set<PeerId>> entry : views.entrySet()) {
      for (PeerId peer : entry.getValue()) {
        oneWay += views.getOrDefault(peer, Set.of()).contains(entry.getKey()) ? 0 : 1;
      }
    }
    return oneWay;
  }

  int pending() {
    return alive().stream().mapToInt(node -> node.machine.pendingRequests()).sum();
  }

  double meanDegree() {
    return alive().stream()
        .mapToInt(node -> node.machine.activeSize())
        .average()
        .orElse(0);
  }

  /** How many separate parts the living nodes form. */
  int components() {
    Map<PeerId, Node> byId = new HashMap<>();
    alive().forEach(node -> byId.put(node.self().id(), node));
    Set<Node> seen = new HashSet<>();
    int components = 0;
    for (Node node : alive()) {
      if (seen.add(node)) {
        components++;
        visit(node, byId, seen);
      }
    }
    return components;
  }

  private static void visit(Node start, Map<PeerId, Node> byId, Set<Node> seen) {
    ArrayDeque<Node> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (Peer peer : open.remove().machine.activeView()) {
        Node next = byId.get(peer.id());
        if (next != null && seen.add(next)) {
          open.add(next);
        }
      }
    }
  }
}
