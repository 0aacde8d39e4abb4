package org.hyparview.simulation.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A place in the simulated network where one host after another lives: the first life of a node,
 * and those after its restarts. Its methods are what the host may do on the network.
 *
 * @param <H> what runs on it
 */
public final class SimulatedNode<H extends SimulatedHost> {

  private static final End[] NO_ENDS = {};
  private static final long[] NO_TIMERS = {};

  private final int index;
  private final PeerAddress address;
  private final Network network;

  private @Nullable H host;
  private boolean alive;
  private boolean vanished;
  private int life;
  private End[] ends = NO_ENDS;
  private int endCount;
  private List<Dial> dials = List.of();

  /** The deadlines that timers run for, each earlier than those before it. */
  private long[] timers = NO_TIMERS;

  private int timerCount;

  /** How much later than others this node does what it does. */
  long slowness;

  SimulatedNode(int index, PeerAddress address, Network network) {
    this.index = index;
    this.address = address;
    this.network = network;
  }

  // For hosts

  /** Opens a link, see {@link org.hyparview.protocol.hyparview.HyParViewAction.Connect}. */
  public void connect(long request, PeerAddress to, @Nullable PeerId expected) {
    Dial dial = new Dial(network, this, request, to, expected);
    if (dials.isEmpty()) {
      dials = new ArrayList<>(2);
    }
    dials.add(dial);
    network.dial(dial);
  }

  /** Gives a dial up. */
  public void cancel(long request) {
    for (Dial dial : dials) {
      if (dial.request == request) {
        dials.remove(dial);
        return;
      }
    }
  }

  /** Sends a message on a link; nothing happens if the link is not open. */
  public void send(long link, Object message) {
    network.send(this, link, message);
  }

  /** Sends one message to a node, over a temporary link. */
  public void sendDirect(PeerAddress to, @Nullable PeerId expected, Object message) {
    network.sendDirect(this, to, expected, message);
  }

  /**
   * Finds out what runs at an address, over a link of its own that nobody else hears of.
   *
   * @param timeout how long the answer may take, 0 or more
   */
  public void probe(PeerAddress to, long timeout, ProbeListener listener) {
    network.probe(this, to, timeout, listener);
  }

  /** Closes a link after what was sent on it. */
  public void close(long link) {
    network.close(this, link);
  }

  // For observers

  /** The number of the node in the simulation, from 0. */
  public int index() {
    return index;
  }

  /** Where other nodes dial it. */
  public PeerAddress address() {
    return address;
  }

  /** Whether a host runs here: it was started, and has not crashed or left. */
  public boolean isAlive() {
    return alive;
  }

  /** The number of its present or last life, from 1; 0 if it was never started. */
  public int life() {
    return life;
  }

  /**
   * What runs here, or ran here last.
   *
   * @throws IllegalStateException if nothing ever did
   */
  public H host() {
    if (host == null) {
      throw new IllegalStateException(this + " was never started");
    }
    return host;
  }

  @Override
  public String toString() {
    return "node " + index;
  }

  // For the network

  void start(H newHost) {
    host = newHost;
    alive = true;
    vanished = false;
    life++;
  }

  /** Whether it died with its machine, so that nobody there refuses a dial. */
  boolean hasVanished() {
    return vanished;
  }

  /** Ends this life; the ends of its links are handed over. */
  End[] die(boolean silently) {
    alive = false;
    vanished = silently;
    dials = List.of();
    timerCount = 0;
    End[] orphans = Arrays.copyOf(ends, endCount);
    ends = NO_ENDS;
    endCount = 0;
    return orphans;
  }

  /** Notes a timer for the deadline and returns true, unless one runs that goes off by then. */
  boolean setTimer(long deadline) {
    if (deadline == Machine.NEVER || (timerCount > 0 && timers[timerCount - 1] <= deadline)) {
      return false;
    }
    if (timerCount == timers.length) {
      timers = Arrays.copyOf(timers, Math.max(2, 2 * timerCount));
    }
    timers[timerCount++] = deadline;
    return true;
  }

  /** The timer for the deadline has gone off. */
  void endTimer(long deadline) {
    int kept = 0;
    for (int i = 0; i < timerCount; i++) {
      if (timers[i] != deadline) {
        timers[kept++] = timers[i];
      }
    }
    timerCount = kept;
  }

  /** Whether the dial is still wanted; it is over now. */
  boolean finish(Dial dial) {
    return !dials.isEmpty() && dials.remove(dial);
  }

  boolean isWaitingFor(Dial dial) {
    return dials.contains(dial);
  }

  void addEnd(End end) {
    if (endCount == ends.length) {
      ends = Arrays.copyOf(ends, Math.max(8, 2 * endCount));
    }
    ends[endCount++] = end;
  }

  void removeEnd(End end) {
    for (int i = 0; i < endCount; i++) {
      if (ends[i] == end) {
        ends[i] = ends[--endCount];
        return;
      }
    }
  }

  End[] ends() {
    return Arrays.copyOf(ends, endCount);
  }
}
