package org.hyparview.cluster.protocol.plane;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.registry.DownReason;
import org.hyparview.cluster.protocol.registry.RegistryEvent;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Completed;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeDown;
import org.hyparview.cluster.protocol.registry.RegistryEvent.NodeUp;
import org.hyparview.cluster.protocol.registry.RegistryEvent.Outcome;
import org.hyparview.cluster.wire.BinaryPayloadCodec;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.simulation.net.Latency;
import org.hyparview.simulation.net.Partition;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationOptions;

/** A cluster of gossip planes in virtual time, with its invariants. */
final class PlaneCluster implements PlaneHost.Observer {

  static final String MAP = "map";

  /** How long after a network fault lost messages may still be missing. */
  static final long QUIET = 10_000;

  /** How long it may take until a node that was cut off is back everywhere. */
  private static final long COMEBACK = 20_000;

  /** How long a discovery takes. */
  private static final long DISCOVERY = 2_000;

  /** The promise of a completed ticket. */
  private record Promise(PeerId owner, long seq, String address, boolean added) {}

  /** A living node that was declared dead at another one. */
  private record WronglyDown(PlaneHost at, PlaneHost accused, long since) {

    boolean lasts() {
      return at.node().isAlive()
          && accused.node().isAlive()
          && at.node().host() == at
          && accused.node().host() == accused
          && !at.reported().hasLeft()
          && !accused.reported().hasLeft();
    }
  }

  final Simulation<PlaneHost> simulation;
  private final PlaneConfig config;
  private final BinaryPayloadCodec codec = new BinaryPayloadCodec();
  private final Map<String, Promise> promises = new HashMap<>();
  private final Map<String, Long> buried = new HashMap<>();
  private final Map<String, WronglyDown> wronglyDown = new HashMap<>();
  private final Map<Class<?>, Integer> sent = new HashMap<>();
  private final List<String> unkept = new ArrayList<>();
  private final List<PlumtreeEvent.Answered> answers = new ArrayList<>();
  private int wrongDeclarations;
  private int checkedPromises;
  private boolean faulty;
  private long quietSince;
  private long seqs;

  PlaneCluster(long seed) {
    this(SimulationOptions.seed(seed).latency(Latency.uniform(1, 10)));
  }

  PlaneCluster(SimulationOptions options) {
    this(options, PlaneConfig.DEFAULT);
  }

  PlaneCluster(SimulationOptions options, PlaneConfig config) {
    this.config = config;
    simulation = new Simulation<>(options, this::create);
  }

  private PlaneHost create(SimulatedNode<PlaneHost> node, Peer self, RandomGenerator random) {
    GossipPlane plane = new GossipPlane(self, config, codec, random, simulation.now());
    return new PlaneHost(node, plane, this);
  }

  // Actions of the test

  @Override
  public long now() {
    return simulation.now();
  }

  @Override
  public void sweepLater(PlaneHost host, long millis) {
    simulation.at(now() + millis, () -> {
      SimulatedNode<PlaneHost> node = simulation.node(host.node().index());
      if (node.isAlive() && node.host() == host && !host.reported().hasLeft()) {
        simulation.input(node, (same, at) -> same.sweep(at));
      }
    });
  }

  void run(long millis) {
    simulation.run(millis);
  }

  /** Adds a node that joins through some of the living ones. */
  SimulatedNode<PlaneHost> join() {
    SimulatedNode<PlaneHost> node = simulation.add();
    joinAgain(node);
    return node;
  }

  void joinAgain(SimulatedNode<PlaneHost> node) {
    simulation.input(node, (host, now) -> host.join(contactsFor(node), now));
  }

  private List<PeerAddress> contactsFor(SimulatedNode<PlaneHost> node) {
    List<PeerAddress> contacts = new ArrayList<>();
    List<SimulatedNode<PlaneHost>> others = new ArrayList<>(simulation.alive());
    others.remove(node);
    while (contacts.size() < 3 && !others.isEmpty()) {
      contacts.add(others.remove(simulation.random().nextInt(others.size())).address());
    }
    return contacts;
  }

  /** Tells an isolated node of others, as a discovery does. */
  @Override
  public void isolated(PlaneHost host) {
    simulation.at(now() + DISCOVERY, () -> {
      SimulatedNode<PlaneHost> node = simulation.node(host.node().index());
      boolean lives = node.isAlive() && node.host() == host && !host.reported().hasLeft();
      if (lives && host.plane().overlay().membership().activeSize() == 0) {
        joinAgain(node);
        isolated(host);
      }
    });
  }

  /** Honest nodes claim nothing that others don't believe. */
  @Override
  public void refused(PlaneHost host, PlaneAction.Refused report) {
    demand(false, host.self() + " refuses " + report);
  }

  /** Each node answers 1 to all questions. */
  @Override
  public void asked(PlaneHost host, PlumtreeEvent.Asked question) {
    simulation.at(simulation.now(), () -> {
      if (host.node().isAlive() && host.node().host() == host) {
        simulation.input(
            simulation.node(host.node().index()),
            (asked, now) -> asked.answer(question.id(), Answer.of(1), now));
      }
    });
  }

  @Override
  public void answered(PlaneHost host, PlumtreeEvent.Answered outcome) {
    answers.add(outcome);
  }

  /** Asks all members, and returns the answers. */
  PlumtreeEvent.Answered ask(SimulatedNode<PlaneHost> node, Fold fold) {
    int before = answers.size();
    simulation.input(node, (host, now) -> host.ask(fold, 20_000, now));
    demand(simulation.runUntil(() -> answers.size() > before, 5, 25_000), node + " has no answers");
    return answers.get(before);
  }

  /** Adds nodes, each when the one before has joined. */
  PlaneCluster start(int size) {
    for (int i = 0; i < size; i++) {
      demandJoined(join());
    }
    return this;
  }

  /**
   * Adds nodes that listen from now on, but join only within this many milliseconds, each through
   * one of the first nodes, which may not have joined itself. Returns when all have asked.
   */
  void startLate(int nodes, int contacts, int within) {
    for (int i = 0; i < nodes; i++) {
      SimulatedNode<PlaneHost> node = simulation.add();
      int choice = simulation.random().nextInt(Math.min(node.index(), contacts));
      List<PeerAddress> contact = List.of(simulation.node(choice).address());
      simulation.at(
          now() + simulation.random().nextInt(within),
          () -> simulation.input(node, (host, at) -> host.join(contact, at)));
    }
    run(within);
  }

  void demandJoined(SimulatedNode<PlaneHost> node) {
    boolean joined = simulation.runUntil(() -> node.host().reported().hasJoined(), 5, 20_000);
    demand(joined, node + " does not join");
  }

  /** Adds nodes that join only each other. */
  List<SimulatedNode<PlaneHost>> startApart(int size) {
    List<SimulatedNode<PlaneHost>> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      SimulatedNode<PlaneHost> node = simulation.add();
      List<PeerAddress> contacts = nodes.stream().map(SimulatedNode::address).toList();
      simulation.input(node, (host, now) -> host.join(contacts, now));
      nodes.add(node);
      demandJoined(node);
    }
    return nodes;
  }

  /** Registers a handler of a node, which now and then changes its metadata or its info, too. */
  long register(SimulatedNode<PlaneHost> node) {
    long seq = seqs++;
    Bytes fact = Bytes.of((byte) seq, (byte) (seq >> 8));
    if (seq % 8 == 3) {
      simulation.input(node, (host, now) -> host.setMetadata(fact, now));
    } else if (seq % 16 == 5) {
      simulation.input(node, (host, now) -> host.setNodeInfo(fact, now));
    }
    String address = "address" + seq % 7;
    simulation.input(node, (host, now) -> {
      long ticket = host.addRegistration(seq, address, now);
      promise(host, ticket, new Promise(host.plane().registry().self().id(), seq, address, true));
    });
    return seq;
  }

  /** Removes one of a node's handlers, if it has any. */
  void unregister(SimulatedNode<PlaneHost> node) {
    PeerId id = node.host().plane().registry().self().id();
    var registrations = node.host().plane().registry().registrations(id);
    if (!registrations.isEmpty()) {
      long seq = registrations.firstKey();
      String address = registrations.get(seq);
      simulation.input(
          node,
          (host, now) -> promise(
              host,
              host.removeRegistration(seq, now),
              new Promise(id, seq, String.valueOf(address), false)));
    }
  }

  private void promise(PlaneHost host, long ticket, Promise promise) {
    promises.put(key(host, ticket), promise);
  }

  private static String key(PlaneHost host, long ticket) {
    return host.self() + "/" + host.self().incarnation() + "/" + ticket;
  }

  void put(SimulatedNode<PlaneHost> node, int key, int value) {
    simulation.input(
        node, (host, now) -> host.putEntry(MAP, Bytes.of((byte) key), Bytes.of((byte) value), now));
    simulation.input(
        node,
        (host, now) -> host.useMap(
            map -> {
              if (value % 2 == 0) {
                map.put("k" + key, value);
              } else {
                map.putOwned("k" + key, value);
              }
            },
            now));
  }

  void remove(SimulatedNode<PlaneHost> node, int key) {
    simulation.input(node, (host, now) -> host.removeEntry(MAP, Bytes.of((byte) key), now));
    simulation.input(node, (host, now) -> host.useMap(map -> map.remove("k" + key), now));
  }

  /** Has a node leave, whose process ends soon after. */
  void leave(SimulatedNode<PlaneHost> node) {
    simulation.input(node, (host, now) -> host.leave(now));
    PlaneHost host = node.host();
    simulation.at(now() + 1_500, () -> {
      if (node.isAlive() && node.host() == host) {
        simulation.crash(node);
      }
    });
  }

  void partition(Partition newPartition) {
    faulty = true;
    simulation.partition(newPartition);
  }

  void heal() {
    faulty = false;
    quietSince = now();
    simulation.heal();
    simulation.loss(0);
    simulation.nodes().forEach(node -> simulation.slow(node, 0));
  }

  void loss(double probability) {
    faulty = true;
    simulation.loss(probability);
  }

  SimulatedNode<PlaneHost> anyAlive() {
    List<SimulatedNode<PlaneHost>> alive = members();
    return alive.get(simulation.random().nextInt(alive.size()));
  }

  /** Returns those that live and do not leave. */
  List<SimulatedNode<PlaneHost>> members() {
    return simulation.alive().stream().filter(node -> !isLeaving(node)).toList();
  }

  private static boolean isLeaving(SimulatedNode<PlaneHost> node) {
    return node.host().reported().hasLeft();
  }

  SplittableRandom random() {
    return simulation.random();
  }

  // Observations

  @Override
  public void reported(PlaneHost host, RegistryEvent event) {
    String pair = host.self() + "/" + host.self().incarnation() + " of ";
    if (event instanceof NodeUp up) {
      long last = buried.getOrDefault(pair + up.node(), -1L);
      demand(up.node().incarnation() > last, host.self() + " reports " + up + " after " + last);
      wronglyDown.remove(pair + up.node());
    } else if (event instanceof NodeDown down) {
      buried.put(pair + down.node(), down.node().incarnation());
      if (down.reason() == DownReason.DEAD && isPresent(down.node())) {
        PlaneHost accused = simulation.node(simulation.indexOf(down.node())).host();
        wronglyDown.put(pair + down.node(), new WronglyDown(host, accused, now()));
        wrongDeclarations++;
      }
    } else if (event instanceof Completed completed) {
      completed(host, completed);
    }
  }

  /** Returns whether this incarnation of the node lives. */
  private boolean isPresent(Peer peer) {
    SimulatedNode<PlaneHost> node = simulation.node(simulation.indexOf(peer));
    Peer life = node.host().self();
    return node.isAlive()
        && life.sameNode(peer)
        && life.incarnation() <= peer.incarnation()
        && !isLeaving(node);
  }

  private void completed(PlaneHost host, Completed completed) {
    Promise promise = promises.remove(key(host, completed.ticket()));
    if (promise == null || completed.outcome() != Outcome.ACKNOWLEDGED) {
      return;
    }
    for (SimulatedNode<PlaneHost> node : members()) {
      boolean reachable = node.host() != host && isReachable(host, node.host());
      checkedPromises += reachable ? 1 : 0;
      if (reachable && !isKept(promise, node.host())) {
        unkept.add(host.plane().registry().self() + "/"
            + host.plane().registry().stamp(host.self().id())
            + " at " + now() + ": " + promise + " is not so at " + node + " which has "
            + node.host().plane().registry().stamp(host.self().id()));
      }
    }
  }

  /**
   * Returns whether both are members for each other, and the links have been reliable for a while.
   */
  private boolean isReachable(PlaneHost from, PlaneHost to) {
    return to.reported().hasJoined()
        && !faulty
        && now() >= quietSince + QUIET
        && from.plane().registry().stamp(to.self().id()) != null
        && to.plane().registry().stamp(from.self().id()) != null;
  }

  private boolean isKept(Promise promise, PlaneHost at) {
    PlaneHost owner = simulation
        .node(simulation.indexOf(new Peer(promise.owner, 0, at.self().address())))
        .host();
    String there = at.plane().registry().registrations(promise.owner).get(promise.seq);
    boolean wanted = owner.plane().registry().registrations(promise.owner).containsKey(promise.seq);
    return wanted ? promise.address.equals(there) : promise.added || there == null;
  }

  /** Returns acknowledged changes that were unknown at some reachable node. */
  List<String> unkeptPromises() {
    return unkept;
  }

  /** Returns how often a living node was declared dead. */
  int wrongDeclarations() {
    return wrongDeclarations;
  }

  /** Returns how many acknowledged changes were checked, at how many reachable nodes. */
  int checkedPromises() {
    return checkedPromises;
  }

  /**
   * Requires that a living node that was declared dead returns soon after the network works again.
   */
  void demandComebacks() {
    wronglyDown.values().removeIf(down -> !down.lasts());
    if (!faulty) {
      for (WronglyDown down : wronglyDown.values()) {
        demand(
            now() < Math.max(quietSince, down.since) + COMEBACK,
            down.accused.self() + " is not back at " + down.at.self() + " since " + down.since);
      }
    }
  }

  @Override
  public void sent(PlaneHost host, Object message) {
    sent.merge(message.getClass(), 1, Integer::sum);
  }

  Map<Class<?>, Integer> sent() {
    return sent;
  }

  // Requirements

  boolean isConverged() {
    List<SimulatedNode<PlaneHost>> members = members();
    Set<PeerId> ids = new HashSet<>();
    members.forEach(node -> ids.add(node.host().self().id()));
    long hash = members.get(0).host().plane().registry().hash();
    Map.Entry<Map<String, Integer>, Boolean> map =
        Map.entry(members.get(0).host().map().state().getKey(), true);
    return members.stream().allMatch(node -> {
      var registry = node.host().plane().registry();
      return registry.hash() == hash
          && registry.isJoined()
          && node.host().map().state().equals(map)
          && new HashSet<>(node.host().reported().nodes()).equals(ids);
    });
  }

  /** Requires equal state everywhere, of exactly the living nodes. */
  void demandConvergence(long atMost) {
    boolean converged = simulation.runUntil(this::isConverged, 50, atMost);
    demandComebacks();
    demand(converged, "No convergence: " + describe());
    for (SimulatedNode<PlaneHost> node : members()) {
      node.host().reported().check();
      PeerId id = node.host().self().id();
      var own = node.host().plane().registry().registrations(id);
      for (SimulatedNode<PlaneHost> other : members()) {
        demand(
            own.equals(other.host().plane().registry().registrations(id)),
            other + " knows other registrations of " + node);
      }
    }
  }

  String describe() {
    StringBuilder text = new StringBuilder();
    for (SimulatedNode<PlaneHost> node : members()) {
      var registry = node.host().plane().registry();
      text.append('\n').append(registry.self()).append(" joined ").append(registry.isJoined());
      text.append(" hash ").append(Long.toHexString(registry.hash())).append(" knows ");
      registry
          .members()
          .forEach(peer -> text.append(peer.id())
              .append('/')
              .append(registry.stamp(peer.id()))
              .append(' '));
      text.append("suspects ").append(node.host().plane().failure().suspects());
      text.append(" neighbors ")
          .append(node.host().plane().overlay().membership().activeView());
      text.append(" tombstones ").append(registry.tombstones());
    }
    return text.toString();
  }

  static void demand(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
