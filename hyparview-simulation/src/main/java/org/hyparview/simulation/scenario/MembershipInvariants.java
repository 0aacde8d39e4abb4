package org.hyparview.simulation.scenario;

import java.util.List;
import org.hyparview.protocol.hyparview.HyParView;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.simulation.host.MembershipHost;
import org.hyparview.simulation.net.Invariant;
import org.jspecify.annotations.Nullable;

/** The invariants of membership machines, by the numbers that {@link HyParView} gives. */
public final class MembershipInvariants {

  private MembershipInvariants() {}

  /**
   * Checks invariants 1, 2 and 5, and the bound on requests: all that one machine shows from
   * outside after each input. The result is for one simulation.
   */
  public static <H extends MembershipHost> Invariant<H> ofEachNode(HyParViewConfig config) {
    KnownNodes known = new KnownNodes(1 + config.activeViewSize() + config.passiveViewSize());
    return (simulation, node) -> {
      if (node.isAlive()) {
        check(node.host().membership(), config, known);
      }
    };
  }

  private static void check(HyParView machine, HyParViewConfig config, KnownNodes known) {
    List<Peer> active = machine.activeView();
    List<Peer> passive = machine.passiveView();
    atMost("1: neighbors", active.size(), config.activeViewSize());
    atMost("1: candidates", passive.size(), config.passiveViewSize());
    atMost("4: requests", machine.pendingRequests(), 2 * config.activeViewSize() + 1);
    known.clear();
    known.add(machine.self());
    active.forEach(peer -> once(known, peer, machine));
    passive.forEach(peer -> once(known, peer, machine));
    if (!active.isEmpty() && machine.deadline() == Machine.NEVER) {
      throw new IllegalStateException("5: " + machine.self() + " has no next deadline");
    }
  }

  private static void atMost(String what, int number, int most) {
    if (number > most) {
      throw new IllegalStateException(what + " are " + number + ", more than " + most);
    }
  }

  private static void once(KnownNodes known, Peer peer, HyParView machine) {
    if (!known.add(peer)) {
      throw new IllegalStateException("2: " + machine.self() + " has " + peer + " twice");
    }
  }

  /**
   * The set of the nodes that one node knows, in a hash table that is used again after each input:
   * an entry counts if it bears the number of the present use. So nothing is allocated, and
   * clearing it costs nothing.
   */
  private static final class KnownNodes {

    private final @Nullable Peer[] nodes;
    private final long[] uses;
    private final int mask;
    private long use;

    KnownNodes(int most) {
      int size = Integer.highestOneBit(most) << 2;
      nodes = new Peer[size];
      uses = new long[size];
      mask = size - 1;
    }

    void clear() {
      use++;
    }

    /** Returns whether the node was absent. */
    boolean add(Peer peer) {
      int place = peer.hashCode() & mask;
      while (uses[place] == use) {
        Peer other = nodes[place];
        if (other != null && other.sameNode(peer)) {
          return false;
        }
        place = (place + 1) & mask;
      }
      uses[place] = use;
      nodes[place] = peer;
      return true;
    }
  }
}
