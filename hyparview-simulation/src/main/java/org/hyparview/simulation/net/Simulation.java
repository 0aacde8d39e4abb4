package org.hyparview.simulation.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.ObjLongConsumer;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;

/**
 * A network of nodes in virtual time: one event after another, in the order of (time, sequence), on
 * the caller's thread. The same seed and the same calls give the same run on every JVM, as
 * {@link #traceHash} shows.
 *
 * <p><b>Use.</b> {@link #add} nodes, {@linkplain #input give} them inputs, let time pass with
 * {@link #run}, and inject faults in between. Properties that hold at each moment are given as
 * {@link Invariant}s, checked after each input. A
 * {@link org.hyparview.simulation.scenario.Scenario} combines all of this.
 *
 * <p>Times are in milliseconds from the start. Not safe for use by more than one thread.
 *
 * @param <H> the type of host
 */
public final class Simulation<H extends SimulatedHost> {

  private static final int PORT = 7100;

  /** The nodes' clock time at the start of the simulation; incarnations derive from it. */
  private static final long EPOCH = 1_000_000;

  private final SimulationOptions options;
  private final HostFactory<H> factory;
  private final EventQueue eventQueue = new EventQueue();
  private final Network network;
  private final SplittableRandom chance;
  private final List<SimulatedNode<H>> nodes = new ArrayList<>();
  private final List<Invariant<H>> invariants = new ArrayList<>();

  /** The timers that are held back until the network is quiet. */
  private final List<EventQueue.Event> timers = new ArrayList<>();

  private boolean holdingTimers;
  private long events;

  /** Creates an empty network. */
  public Simulation(SimulationOptions options, HostFactory<H> factory) {
    this.options = Objects.requireNonNull(options, "options");
    this.factory = Objects.requireNonNull(factory, "factory");
    SplittableRandom root = new SplittableRandom(options.seed());
    network = new Network(
        eventQueue,
        root.split(),
        options.latency(),
        options.silence(),
        options.refusal(),
        this::checkInvariants);
    chance = root.split();
  }

  // Nodes

  /** Adds a node and starts its first incarnation. It does nothing until it is given an input. */
  public SimulatedNode<H> add() {
    int index = nodes.size();
    SimulatedNode<H> node = new SimulatedNode<>(index, addressOf(index), network);
    nodes.add(node);
    network.add(node);
    start(node, PeerId.of("n" + index), EPOCH + now());
    return node;
  }

  private static PeerAddress addressOf(int index) {
    String host = "10." + (index >> 16 & 255) + "." + (index >> 8 & 255) + "." + (index & 255);
    return new PeerAddress(host, PORT + (index >> 24));
  }

  private void start(SimulatedNode<H> node, PeerId id, long incarnation) {
    Peer self = new Peer(id, incarnation, node.address());
    long seed = Seeds.mix(Seeds.mix(options.seed() + node.life()) + node.index());
    node.start(factory.create(node, self, new SplittableRandom(seed)));
  }

  /** Returns all nodes ever added, by index. */
  public List<SimulatedNode<H>> nodes() {
    return List.copyOf(nodes);
  }

  /** Returns the node with an index. */
  public SimulatedNode<H> node(int index) {
    return nodes.get(index);
  }

  /** Returns the index of the node that a peer is an incarnation of. */
  public int indexOf(Peer peer) {
    String id = peer.id().toString();
    int end = id.indexOf('.');
    return Integer.parseInt(id, 1, end < 0 ? id.length() : end, 10);
  }

  /** Returns the number of nodes ever added. */
  public int size() {
    return nodes.size();
  }

  /** Returns the live nodes, by index. */
  public List<SimulatedNode<H>> alive() {
    return nodes.stream().filter(SimulatedNode::isAlive).toList();
  }

  /** Gives a live node an input, which is called with its host and the time. */
  public void input(SimulatedNode<H> node, ObjLongConsumer<H> input) {
    if (!node.isAlive()) {
      throw new IllegalStateException(node + " does not live");
    }
    guarded(() -> {
      input.accept(node.host(), now());
      network.settled(node);
    });
  }

  // Faults

  /** Kills the process of a node: its links are reset at once. */
  public void crash(SimulatedNode<H> node) {
    network.die(node, false);
  }

  /** Kills the whole machine of a node: its links are found dead by their silence. */
  public void vanish(SimulatedNode<H> node) {
    network.die(node, true);
  }

  /** Restarts a dead node, with a higher incarnation. */
  public void restart(SimulatedNode<H> node) {
    restart(node, Math.max(EPOCH + now(), node.host().self().incarnation() + 1));
  }

  /** Restarts a dead node with some incarnation, as of a node whose clock was set back. */
  public void restart(SimulatedNode<H> node, long incarnation) {
    checkDead(node);
    start(node, node.host().self().id(), incarnation);
  }

  /** Starts another process at the address of a dead node: a node with a new id. */
  public void replace(SimulatedNode<H> node) {
    checkDead(node);
    start(node, PeerId.of("n" + node.index() + "." + node.life()), EPOCH + now());
  }

  private void checkDead(SimulatedNode<H> node) {
    if (node.isAlive()) {
      throw new IllegalStateException(node + " still lives");
    }
  }

  /** Cuts the network; the cut links are found dead by their silence. */
  public void partition(Partition partition) {
    network.cut(partition);
    at(now() + options.silence(), () -> nodes.forEach(network::loseCutLinks));
  }

  /** Ends a partition. */
  public void heal() {
    network.cut(Partition.NONE);
  }

  /** Sets the probability, 0..1, with which each message is lost unnoticed. */
  public void loss(double probability) {
    network.setLoss(checkProbability(probability));
  }

  /** Sets the probability, 0..1, with which a dial makes a second link, which ends by silence. */
  public void duplicateDials(double probability) {
    network.setDuplicateDials(checkProbability(probability));
  }

  private static double checkProbability(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("A probability must be in 0..1, but is " + probability);
    }
    return probability;
  }

  /** Delays all actions of this node from now on. */
  public void slow(SimulatedNode<H> node, long millis) {
    network.slow(node, millis);
  }

  // Time

  /** Returns the present time. */
  public long now() {
    return eventQueue.now();
  }

  /** Lets time pass. */
  public void run(long millis) {
    runTo(now() + millis);
  }

  private void runTo(long end) {
    guarded(() -> {
      EventQueue.Event event = eventQueue.next(end);
      while (event != null) {
        events++;
        event.happen();
        event = eventQueue.next(end);
      }
    });
  }

  /**
   * Lets time pass until a condition holds, which is tested after each step.
   *
   * @return whether it holds
   */
  public boolean runUntil(BooleanSupplier condition, long step, long atMost) {
    long end = now() + atMost;
    while (!condition.getAsBoolean()) {
      if (now() >= end) {
        return false;
      }
      runTo(Math.min(end, now() + step));
    }
    return true;
  }

  /**
   * Lets all messages on their way arrive, and the answers to them. Timers are held back meanwhile,
   * and expire afterwards.
   *
   * @throws SimulationFailure if the network is not at rest after this number of events
   */
  public void runUntilQuiet(long mostEvents) {
    holdTimers(() -> runWhileUnderWay(mostEvents));
  }

  private void runWhileUnderWay(long mostEvents) {
    long budget = events + mostEvents;
    guarded(() -> {
      while (network.underWay() > 0) {
        EventQueue.Event event = eventQueue.next(Long.MAX_VALUE);
        if (event instanceof TimerFired) {
          timers.add(event);
        } else if (event == null || events == budget) {
          throw new IllegalStateException("No rest after " + mostEvents + " events");
        } else {
          events++;
          event.happen();
        }
      }
    });
  }

  /**
   * Runs work with several calls of {@link #runUntilQuiet}. The timers that they hold back expire
   * after the last, so that each call needn't examine all of them.
   */
  public void holdTimers(Runnable work) {
    if (holdingTimers) {
      work.run();
      return;
    }
    holdingTimers = true;
    try {
      work.run();
    } finally {
      holdingTimers = false;
      timers.forEach(timer -> eventQueue.add(now(), timer));
      timers.clear();
    }
  }

  /** Schedules an action at a future time. */
  public void at(long time, Runnable what) {
    eventQueue.add(time, new EventQueue.Event() {
      @Override
      void happen() {
        what.run();
      }
    });
  }

  // State for observers

  /** Returns the seed and the constants. */
  public SimulationOptions options() {
    return options;
  }

  /**
   * Returns the scenario author's source of randomness, from the same seed, but separate from those
   * of the network and the nodes.
   */
  public SplittableRandom random() {
    return chance;
  }

  /** Returns the number of events so far. */
  public long events() {
    return events;
  }

  /** Returns the number of received messages. */
  public long messages() {
    return network.delivered();
  }

  /** Returns the number of dials for links, whatever their outcome; temporary links don't count. */
  public long dials() {
    return network.dials();
  }

  /** Returns the hash over all events. */
  public long traceHash() {
    return network.trace().hash();
  }

  // Invariants

  /** Adds an invariant that must hold after each input from now on. */
  public void check(Invariant<H> invariant) {
    invariants.add(invariant);
  }

  private void checkInvariants(SimulatedNode<?> touched) {
    if (!invariants.isEmpty()) {
      SimulatedNode<H> node = nodes.get(touched.index());
      for (Invariant<H> invariant : invariants) {
        invariant.check(this, node);
      }
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (SimulationFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SimulationFailure(
          "Seed " + options.seed() + ", at " + now() + " ms, event " + events + ": "
              + e.getMessage(),
          e);
    }
  }
}
