package org.hyparview.simulation.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.machine.Outbox;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.simulation.host.HyParViewHost;
import org.hyparview.simulation.host.MembershipHost;
import org.hyparview.simulation.metrics.OverlayGraph;
import org.hyparview.simulation.net.HostFactory;
import org.hyparview.simulation.net.SimulatedNode;
import org.hyparview.simulation.net.Simulation;
import org.hyparview.simulation.net.SimulationOptions;

/**
 * A simulated overlay: the ways in which nodes join and fail, and its graph.
 *
 * @param <H> the type of host, whose membership machine is the subject here
 */
public final class MembershipCluster<H extends MembershipHost> {

  private static final long MOST_EVENTS_TO_REST = 100_000;

  private final Simulation<H> simulation;
  private final HyParViewConfig config;
  private List<PeerAddress> contacts = List.of();

  /**
   * Creates a cluster without nodes.
   *
   * @param config the configuration that the factory gives to the membership machines
   */
  public MembershipCluster(
      SimulationOptions options, HyParViewConfig config, HostFactory<H> factory) {
    this.simulation = new Simulation<>(options, factory);
    this.config = config;
  }

  /** Creates a cluster of nodes that run the membership machine alone. */
  public static MembershipCluster<HyParViewHost> of(
      SimulationOptions options, HyParViewConfig config) {
    return of(options, config, (node, event) -> {});
  }

  /** Creates such a cluster with an observer of the machines' events. */
  public static MembershipCluster<HyParViewHost> of(
      SimulationOptions options, HyParViewConfig config, HyParViewHost.Observer observer) {
    Outbox<HyParView.Host> outbox = new Outbox<>();
    return new MembershipCluster<>(
        options,
        config,
        (node, self, random) ->
            new HyParViewHost(node, new HyParView(self, config, random, outbox), observer));
  }

  /** Returns the simulation: time, faults and checks. */
  public Simulation<H> simulation() {
    return simulation;
  }

  /** Returns the configuration of the membership machines. */
  public HyParViewConfig config() {
    return config;
  }

  // Joining and leaving

  /**
   * Sets the contacts of the nodes that join from now on. By default the first node is the contact
   * of all others.
   */
  public void setContacts(List<PeerAddress> addresses) {
    contacts = List.copyOf(addresses);
  }

  private List<PeerAddress> contactsOf(SimulatedNode<H> node) {
    if (!contacts.isEmpty()) {
      return contacts;
    }
    return node.index() == 0 ? List.of() : List.of(simulation.node(0).address());
  }

  /** Adds a node that joins now. */
  public SimulatedNode<H> join() {
    SimulatedNode<H> node = simulation.add();
    join(node);
    return node;
  }

  /** Makes a node join now that was added or restarted. */
  public void join(SimulatedNode<H> node) {
    simulation.input(node, (host, now) -> host.join(contactsOf(node), now));
  }

  /** Adds nodes that all join at this moment. */
  public void burst(int count) {
    for (int i = 0; i < count; i++) {
      join();
    }
  }

  /**
   * Adds nodes one by one, each when the join before is over, and with no periodic step meanwhile.
   */
  public void sequential(int count) {
    simulation.holdTimers(() -> {
      for (int i = 0; i < count; i++) {
        join();
        simulation.runUntilQuiet(MOST_EVENTS_TO_REST);
      }
    });
  }

  /** Adds nodes one by one at even pauses. */
  public void sequential(int count, long pause) {
    for (int i = 0; i < count; i++) {
      join();
      simulation.run(pause);
    }
  }

  /** Makes a node leave gracefully. */
  public void leave(SimulatedNode<H> node) {
    simulation.input(node, MembershipHost::leave);
    simulation.crash(node);
  }

  /** Restarts a dead node, which knows no node but its contacts, and joins. */
  public void restart(SimulatedNode<H> node) {
    simulation.restart(node);
    join(node);
  }

  /** Restarts a dead node with some incarnation, as of a node whose clock was set back. */
  public void restart(SimulatedNode<H> node, long incarnation) {
    simulation.restart(node, incarnation);
    join(node);
  }

  /**
   * Crashes random live nodes at this moment.
   *
   * @param share the share of them, 0..1
   * @param spared the nodes that never crash
   */
  public void crash(double share, Predicate<SimulatedNode<H>> spared) {
    List<SimulatedNode<H>> alive = simulation.alive();
    int count = (int) Math.round(share * alive.size());
    List<SimulatedNode<H>> mortal = new ArrayList<>(alive);
    mortal.removeIf(spared);
    for (int i = 0; i < Math.min(count, mortal.size()); i++) {
      Collections.swap(mortal, i, i + simulation.random().nextInt(mortal.size() - i));
      simulation.crash(mortal.get(i));
    }
  }

  /** Returns whether a node is a contact of others. */
  public boolean isContact(SimulatedNode<H> node) {
    return contacts.isEmpty() ? node.index() == 0 : contacts.contains(node.address());
  }

  /**
   * Replaces nodes steadily: at even pauses a random node that is no contact crashes and a new one
   * joins.
   *
   * @param perMinute the share of the nodes that is replaced in a minute, above 0
   * @throws IllegalStateException if no node lives but contacts
   */
  public void churn(double perMinute, long millis) {
    long pause = Math.max(1, Math.round(60_000 / (perMinute * simulation.alive().size())));
    long end = simulation.now() + millis;
    while (simulation.now() + pause <= end) {
      simulation.run(pause);
      replaceOne();
    }
    simulation.run(end - simulation.now());
  }

  /**
   * Crashes a random live node that is no contact, and adds a new one.
   *
   * @throws IllegalStateException if no node lives but contacts
   */
  public void replaceOne() {
    SimulatedNode<H> node = any();
    for (int tries = 1; !isMortal(node); tries++) {
      if (tries % simulation.size() == 0 && simulation.nodes().stream().noneMatch(this::isMortal)) {
        throw new IllegalStateException("Only contacts are alive, and they are not replaced");
      }
      node = any();
    }
    simulation.crash(node);
    join();
  }

  private boolean isMortal(SimulatedNode<H> node) {
    return node.isAlive() && !isContact(node);
  }

  private SimulatedNode<H> any() {
    return simulation.node(simulation.random().nextInt(simulation.size()));
  }

  // Time

  /** Lets {@code count} periodic steps of each node pass. */
  public void ticks(int count) {
    simulation.run(count * config.shuffleInterval());
  }

  /**
   * Lets time pass until a condition holds, a tick at a time.
   *
   * @return the number of ticks, or -1 if it does not hold after {@code atMost}
   */
  public int ticksUntil(BooleanSupplier condition, int atMost) {
    for (int ticks = 0; ticks <= atMost; ticks++) {
      if (condition.getAsBoolean()) {
        return ticks;
      }
      ticks(1);
    }
    return -1;
  }

  // The overlay's graph and figures

  /**
   * Returns the live nodes' active views as a graph: its node i is the i-th live node by index.
   * Entries of dead nodes are left out.
   */
  public OverlayGraph activeViews() {
    List<SimulatedNode<H>> alive = simulation.alive();
    int[] place = new int[simulation.size()];
    Arrays.fill(place, -1);
    for (int i = 0; i < alive.size(); i++) {
      place[alive.get(i).index()] = i;
    }
    int[][] neighbors = new int[alive.size()][];
    for (int i = 0; i < neighbors.length; i++) {
      List<Peer> view = alive.get(i).host().membership().activeView();
      neighbors[i] = view.stream()
          .mapToInt(peer -> place[simulation.indexOf(peer)])
          .filter(other -> other >= 0)
          .toArray();
    }
    return OverlayGraph.of(neighbors);
  }

  /** Returns the number of entries in the live nodes' active views that name a dead node. */
  public long deadEntries() {
    long count = 0;
    for (SimulatedNode<H> node : simulation.alive()) {
      for (Peer peer : node.host().membership().activeView()) {
        count += simulation.node(simulation.indexOf(peer)).isAlive() ? 0 : 1;
      }
    }
    return count;
  }

  /**
   * Returns the share of the live nodes' passive entries that name a live node in its present
   * incarnation.
   */
  public double passiveAccuracy() {
    long entries = 0;
    long right = 0;
    for (SimulatedNode<H> node : simulation.alive()) {
      for (Peer peer : node.host().membership().passiveView()) {
        SimulatedNode<H> named = simulation.node(simulation.indexOf(peer));
        entries++;
        right += named.isAlive() && named.host().self().equals(peer) ? 1 : 0;
      }
    }
    return entries == 0 ? 1 : (double) right / entries;
  }

  /** Returns the mean size of the live nodes' active views. */
  public double meanDegree() {
    long sum = 0;
    List<SimulatedNode<H>> alive = simulation.alive();
    for (SimulatedNode<H> node : alive) {
      sum += node.host().membership().activeSize();
    }
    return alive.isEmpty() ? 0 : (double) sum / alive.size();
  }

  /** Returns the number of pending requests of live nodes. */
  public int pendingRequests() {
    int sum = 0;
    for (SimulatedNode<H> node : simulation.alive()) {
      sum += node.host().membership().pendingRequests();
    }
    return sum;
  }
}
