package org.hyparview.simulation.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.protocol.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A place in the simulated network that runs one host after another: that of the first incarnation
 * of a node, and those after its restarts. Its methods are the host's operations on the network.
 *
 * @param <H> the type of host
 */
public final class SimulatedNode<H extends SimulatedHost> {

  private static final LinkEnd[] NO_ENDS = {};
  private static final long[] NO_TIMERS = {};

  private final int index;
  private final PeerAddress address;
  private final Network network;

  private @Nullable H host;
  private boolean alive;
  private boolean vanished;
  private int life;
  private LinkEnd[] ends = NO_ENDS;
  private int endCount;
  private List<Dial> dials = List.of();

  /** The deadlines of the running timers, each earlier than those before it. */
  private long[] timers = NO_TIMERS;

  private int timerCount;

  /** The delay of this node's actions, in milliseconds. */
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

  /** Gives up a dial. */
  public void cancel(long request) {
    for (Dial dial : dials) {
      if (dial.request == request) {
        dials.remove(dial);
        return;
      }
    }
  }

  /** Sends a message on a link; does nothing if the link is not open. */
  public void send(long link, Object message) {
    network.send(this, link, message);
  }

  /** Sends one message to a node, over a temporary link. */
  public void sendDirect(PeerAddress to, @Nullable PeerId expected, Object message) {
    network.sendDirect(this, to, expected, message);
  }

  /**
   * Finds out which node runs at an address, over a separate link that no other host notices.
   *
   * @param timeout the most milliseconds for the answer, 0 or more
   */
  public void probe(PeerAddress to, long timeout, ProbeListener listener) {
    network.probe(this, to, timeout, listener);
  }

  /** Closes a link after what was sent on it. */
  public void close(long link) {
    network.close(this, link);
  }

  // For observers

  /** Returns the number of the node in the simulation, from 0. */
  public int index() {
    return index;
  }

  /** Returns the address that other nodes dial. */
  public PeerAddress address() {
    return address;
  }

  /** Returns whether a host runs here: it was started, and has not crashed or left. */
  public boolean isAlive() {
    return alive;
  }

  /**
   * Returns the number of the present or last incarnation, from 1; 0 if the node was never started.
   */
  public int life() {
    return life;
  }

  /**
   * Returns the host that runs here, or ran here last.
   *
   * @throws IllegalStateException if no host ever ran
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

  /** Returns whether the node died with its machine, so that its address doesn't refuse dials. */
  boolean hasVanished() {
    return vanished;
  }

  /** Ends this incarnation, and returns the ends of its links. */
  LinkEnd[] die(boolean silently) {
    alive = false;
    vanished = silently;
    dials = List.of();
    timerCount = 0;
    LinkEnd[] orphans = Arrays.copyOf(ends, endCount);
    ends = NO_ENDS;
    endCount = 0;
    return orphans;
  }

  /** Registers a timer for the deadline and returns true, unless a running one expires by then. */
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

  /** Removes the expired timer for the deadline. */
  void endTimer(long deadline) {
    int kept = 0;
    for (int i = 0; i < timerCount; i++) {
      if (timers[i] != deadline) {
        timers[kept++] = timers[i];
      }
    }
    timerCount = kept;
  }

  /** Ends a dial, and returns whether it was still wanted. */
  boolean finish(Dial dial) {
    return !dials.isEmpty() && dials.remove(dial);
  }

  boolean isWaitingFor(Dial dial) {
    return dials.contains(dial);
  }

  void addEnd(LinkEnd end) {
    if (endCount == ends.length) {
      ends = Arrays.copyOf(ends, Math.max(8, 2 * endCount));
    }
    ends[endCount++] = end;
  }

  void removeEnd(LinkEnd end) {
    for (int i = 0; i < endCount; i++) {
      if (ends[i] == end) {
        ends[i] = ends[--endCount];
        return;
      }
    }
  }

  LinkEnd[] ends() {
    return Arrays.copyOf(ends, endCount);
  }
}
